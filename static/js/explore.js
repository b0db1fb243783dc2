// The interactive chart of Explore. Nothing is loaded before the button is pressed; the tables
// on the page hold the same numbers, for whoever cannot use a chart.
(() => {
  "use strict";

  const COLOURS = ["#2f5d5a", "#b4410e", "#23496d", "#7a3b82", "#6b5b00"];
  const SYMBOLS = ["circle", "square", "triangle-up", "x", "star"];
  // More lines around lines than these cannot be told apart at first sight.
  const MOST_LEVELS = 3;

  const box = document.querySelector("[data-explore]");
  if (!box) return;
  const opener = box.querySelector("[data-needs-script]");
  const button = opener.querySelector("button");
  const status = box.querySelector("[role=status]");
  const chart = box.querySelector("[role=img]");
  const later = box.querySelectorAll("[data-once-drawn]");
  const switches = [...box.querySelectorAll("[data-shows]")];
  const canvas = chart.appendChild(document.createElement("div"));
  const language = document.documentElement.lang;
  const byTouch = matchMedia("(pointer: coarse)").matches;

  // plotly reads names as a small HTML of its own.
  const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

  const loadBundle = () =>
    new Promise((resolve, reject) => {
      if (window.Plotly) return resolve();
      const script = document.createElement("script");
      script.src = box.dataset.bundle;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  const loadNumbers = async () => {
    const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
    // A session that ended leads to the sign-in page, which is no JSON.
    if (!answer.ok || answer.redirected) throw new Error(`answer ${answer.status}`);
    return answer.json();
  };

  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const date = (options) => {
    const format = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
    return (day) => format.format(new Date(day));
  };
  const inUnit = (value, unit) => {
    if (unit === "%") return `${number.format(value)}%`;
    return unit ? `${number.format(value)} ${unit}` : number.format(value);
  };

  // The axes of the first and the second measure, one above the other.
  const axes = (index) => (index ? { xaxis: "x2", yaxis: "y2" } : { xaxis: "x", yaxis: "y" });

  const says = (line, panel) => {
    const said = date(
      panel.grain === "week"
        ? { day: "numeric", month: "short", year: "numeric" }
        : { month: "long", year: "numeric" },
    );
    return (spot) =>
      spot.value === null
        ? ""
        : [
            plain(line.team),
            said(spot.start),
            `${plain(inUnit(spot.value, panel.unit))} (${number.format(spot.numerator)} / ${number.format(spot.denominator)})`,
            spot.sign ? box.dataset.sign : "",
            spot.out ? box.dataset.out : "",
          ]
            .filter(Boolean)
            .join("<br>");
  };

  // A level line ends with its phase: the next one starts anew.
  const level = (spots, which) => {
    const points = { x: [], y: [] };
    spots.forEach((spot, index) => {
      if (index && spot.phase !== spots[index - 1].phase) {
        points.x.push(spot.start);
        points.y.push(null);
      }
      points.x.push(spot.start);
      points.y.push(spot[which]);
    });
    return points;
  };

  const tracesOf = (line, place, panel, panelIndex, labels) => {
    const again = place >= COLOURS.length;
    const color = COLOURS[place % COLOURS.length];
    const symbol = SYMBOLS[place % SYMBOLS.length] + (again ? "-open" : "");
    const common = { type: "scatter", legendgroup: line.team, ...axes(panelIndex) };
    const beside = { ...common, showlegend: false };
    const { spots } = line;
    const values = {
      ...common,
      mode: "lines+markers",
      name: plain(line.team),
      showlegend: panelIndex === 0,
      x: spots.map((spot) => spot.start),
      y: spots.map((spot) => spot.value),
      hoverinfo: "text",
      hovertext: spots.map(says(line, panel)),
      line: { color, width: 2, dash: again ? "dash" : "solid" },
      marker: {
        color,
        opacity: 1,
        line: { width: 0 },
        size: spots.map((spot) => (spot.sign ? 11 : 8)),
        symbol: spots.map((spot) => (spot.out ? "circle-open" : spot.sign ? "diamond" : symbol)),
      },
      meta: "values",
    };
    const levels = ["centre", "lower", "upper"]
      .filter((which) => spots.some((spot) => spot[which] !== null))
      .map((which) => ({
        ...beside,
        ...level(spots, which),
        mode: "lines",
        hoverinfo: "skip",
        line: {
          color,
          width: which === "centre" ? 1.5 : 1,
          dash: which === "centre" ? "solid" : "dot",
          shape: "hvh",
        },
        opacity: 0.75,
        meta: "levels",
      }));
    const tried = spots.filter((spot) => spot.tests.length);
    const tests = {
      ...beside,
      mode: "markers+text",
      x: tried.map((spot) => spot.start),
      y: tried.map((spot) => spot.value ?? spot.centre ?? 0),
      text: tried.map((spot) => spot.tests.join(", ")),
      textposition: "top center",
      textfont: { color, size: 13 },
      hoverinfo: "text",
      hovertext: tried.map((spot) =>
        spot.tests.map((test) => plain(`${test}. ${line.team}: ${labels[test]}`)).join("<br>"),
      ),
      marker: { color: "#fff", size: 10, symbol: "circle", line: { color, width: 2 } },
      meta: "tests",
    };
    return tried.length ? [values, ...levels, tests] : [values, ...levels];
  };

  const goalOf = ({ goal, unit }, index) => {
    if (goal === null) return { shapes: [], annotations: [] };
    const yref = axes(index).yaxis;
    const across = { xref: "paper", yref, y0: goal, y1: goal, x0: 0, x1: 1 };
    return {
      shapes: [{ type: "line", ...across, line: { color: "#56605e", width: 1.5, dash: "dash" } }],
      annotations: [
        {
          text: plain(`${box.dataset.goal} ${inUnit(goal, unit === "%" ? unit : "")}`),
          xref: "paper",
          yref,
          x: 1,
          y: goal,
          xanchor: "right",
          yanchor: "bottom",
          bgcolor: "rgba(255, 255, 255, 0.8)",
          showarrow: false,
        },
      ],
    };
  };

  // plotly does not break lines by itself.
  const broken = (text, width) =>
    text.split(" ").reduce(
      ({ lines, length }, word) =>
        length && length + word.length > width
          ? { lines: `${lines}<br>${plain(word)}`, length: word.length }
          : { lines: `${lines}${length ? " " : ""}${plain(word)}`, length: length + word.length + 1 },
      { lines: "", length: 0 },
    ).lines;

  const nameOf = (panel, top, width) => ({
    text: `<b>${broken(["", "%"].includes(panel.unit) ? panel.name : `${panel.name} (${panel.unit})`, width)}</b>`,
    align: "left",
    xref: "paper",
    yref: "paper",
    x: 0,
    y: top,
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
  });

  const layoutOf = ({ panels }, narrow) => {
    const two = panels.length > 1;
    const heights = two
      ? [
          [0.58, 1],
          [0, 0.42],
        ]
      : [[0, 1]];
    const goals = panels.map(goalOf);
    const lines = panels[0].lines.length;
    const layout = {
      // On a phone the legend has one name a line, and the plot keeps its height.
      height: (two ? 720 : 440) + (narrow ? 24 * lines : 80),
      margin: { l: 48, r: 16, t: narrow ? 72 : 32, b: 48 },
      font: { family: getComputedStyle(box).fontFamily, size: 14, color: "#22302f" },
      hovermode: "closest",
      // On a touch screen a finger on the chart scrolls the page.
      dragmode: byTouch ? false : "zoom",
      legend: { orientation: "h", yanchor: "top", y: (narrow ? -0.2 : -0.12) / panels.length },
      showlegend: true,
      shapes: goals.flatMap((goal) => goal.shapes),
      annotations: [
        ...goals.flatMap((goal) => goal.annotations),
        ...panels.map((panel, index) => nameOf(panel, heights[index][1], narrow ? 30 : 90)),
      ],
    };
    panels.forEach((panel, index) => {
      const suffix = index ? "2" : "";
      layout[`xaxis${suffix}`] = {
        type: "date",
        anchor: `y${suffix}`,
        ...(index ? { matches: "x" } : {}),
        fixedrange: byTouch,
        tickangle: 0,
        nticks: narrow ? 3 : 10,
      };
      layout[`yaxis${suffix}`] = {
        domain: heights[index],
        rangemode: "tozero",
        fixedrange: byTouch,
        ticksuffix: panel.unit === "%" ? "%" : "",
      };
    });
    return layout;
  };

  // plotly brings English names only; the browser knows everybody's.
  const registerLanguage = () => {
    if (language === "en") return;
    const names = (count, day, options) =>
      Array.from({ length: count }, (_, index) => date(options)(day(index)));
    const month = (index) => Date.UTC(2026, index, 15);
    const sunday = (index) => Date.UTC(2026, 1, 1 + index);
    window.Plotly.register({
      moduleType: "locale",
      name: language,
      dictionary: {},
      format: {
        days: names(7, sunday, { weekday: "long" }),
        shortDays: names(7, sunday, { weekday: "short" }),
        months: names(12, month, { month: "long" }),
        shortMonths: names(12, month, { month: "short" }),
      },
    });
  };

  // What a switch turns off is off for every team; what it turns on, for those that are shown.
  const show = () => {
    const hidden = new Set(
      canvas.data
        .filter((trace) => trace.meta === "values" && trace.visible === "legendonly")
        .map((trace) => trace.legendgroup),
    );
    const wanted = Object.fromEntries(switches.map((one) => [one.dataset.shows, one.checked]));
    const beside = [...canvas.data.keys()].filter((index) => canvas.data[index].meta in wanted);
    const visible = beside.map((index) => {
      const trace = canvas.data[index];
      if (!wanted[trace.meta]) return false;
      return hidden.has(trace.legendgroup) ? "legendonly" : true;
    });
    return beside.length ? window.Plotly.restyle(canvas, { visible }, beside) : undefined;
  };

  const draw = async () => {
    const [numbers] = await Promise.all([loadNumbers(), loadBundle()]);
    registerLanguage();
    const labels = Object.fromEntries(numbers.tests.map((test) => [test.number, test.label]));
    const traces = numbers.panels.flatMap((panel, panelIndex) =>
      panel.lines.flatMap((line, place) => tracesOf(line, place, panel, panelIndex, labels)),
    );
    chart.hidden = false;
    await window.Plotly.newPlot(canvas, traces, layoutOf(numbers, chart.clientWidth < 560), {
      displayModeBar: false,
      showSendToCloud: false,
      plotlyServerURL: "",
      showTips: false,
      responsive: true,
      locale: language,
    });
    for (const one of switches) {
      if (one.dataset.shows === "levels")
        one.checked = numbers.panels[0].lines.length <= MOST_LEVELS;
      if (one.dataset.shows === "tests") one.disabled = !numbers.tests.length;
    }
    await show();
  };

  for (const one of switches) one.addEventListener("change", show);

  document.getElementById("explore-picture").addEventListener("click", async () => {
    try {
      await window.Plotly.downloadImage(canvas, {
        format: "png",
        filename: box.dataset.file,
        width: Math.max(canvas.clientWidth, 720),
        height: canvas.clientHeight,
        scale: 2,
      });
    } catch (error) {
      console.warn(error);
      status.textContent = box.dataset.pictureFailed;
    }
  });

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    status.textContent = box.dataset.loading;
    try {
      await draw();
      status.textContent = byTouch ? box.dataset.drawnTouch : box.dataset.drawn;
      opener.hidden = true;
      for (const one of later) one.hidden = false;
      chart.focus();
    } catch (error) {
      console.warn(error);
      chart.hidden = true;
      status.textContent = box.dataset.failed;
    }
    button.removeAttribute("aria-disabled");
  });
})();
