// The interactive chart of Explore. Nothing is loaded before the button is pressed; the tables
// on the page hold the same numbers, for whoever cannot use a chart.
(() => {
  "use strict";

  const COLOURS = ["#2f5d5a", "#b4410e", "#23496d", "#7a3b82", "#6b5b00"];
  const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "x"];

  const box = document.querySelector("[data-explore]");
  if (!box) return;
  const opener = box.querySelector("[data-needs-script]");
  const button = opener.querySelector("button");
  const status = box.querySelector("[role=status]");
  const chart = box.querySelector("[role=img]");
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

  const line = (team, index, { grain, measure }) => {
    const said = date(
      grain === "week"
        ? { day: "numeric", month: "short", year: "numeric" }
        : { month: "long", year: "numeric" },
    );
    const again = index >= COLOURS.length;
    const color = COLOURS[index % COLOURS.length];
    const symbol = SYMBOLS[index % SYMBOLS.length];
    return {
      type: "scatter",
      mode: "lines+markers",
      name: plain(team.name),
      x: team.points.map((point) => point.start),
      y: team.points.map((point) => point.value),
      hoverinfo: "text",
      hovertext: team.points.map((point) =>
        point.value === null
          ? ""
          : [
              plain(team.name),
              said(point.start),
              `${plain(inUnit(point.value, measure.unit))} (${number.format(point.numerator)} / ${number.format(point.denominator)})`,
            ].join("<br>"),
      ),
      line: { color, width: 2, dash: again ? "dash" : "solid" },
      marker: { color, size: 8, symbol: again ? `${symbol}-open` : symbol },
    };
  };

  const goalOf = ({ goal, unit }) => {
    if (goal === null) return {};
    const across = { xref: "paper", yref: "y", y0: goal, y1: goal, x0: 0, x1: 1 };
    return {
      shapes: [{ type: "line", ...across, line: { color: "#56605e", width: 1.5, dash: "dot" } }],
      annotations: [
        {
          text: plain(`${box.dataset.goal} ${inUnit(goal, unit)}`),
          xref: "paper",
          x: 0,
          y: goal,
          xanchor: "left",
          yanchor: "bottom",
          showarrow: false,
        },
      ],
    };
  };

  const layoutOf = ({ measure, teams }, narrow) => ({
    // On a phone the legend has one name a line, and the plot keeps its height.
    height: narrow ? 380 + 24 * teams.length : 520,
    margin: { l: 48, r: 16, t: 16, b: 48 },
    font: { family: getComputedStyle(box).fontFamily, size: 14, color: "#22302f" },
    hovermode: "closest",
    // On a touch screen a finger on the chart scrolls the page.
    dragmode: byTouch ? false : "zoom",
    xaxis: { type: "date", fixedrange: byTouch, tickangle: 0, nticks: narrow ? 4 : 10 },
    yaxis: {
      rangemode: "tozero",
      fixedrange: byTouch,
      ticksuffix: measure.unit === "%" ? "%" : "",
      title: measure.unit === "%" ? {} : { text: plain(measure.unit) },
    },
    legend: { orientation: "h", yanchor: "top", y: narrow ? -0.2 : -0.12 },
    showlegend: true,
    ...goalOf(measure),
  });

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

  const draw = async () => {
    const [numbers] = await Promise.all([loadNumbers(), loadBundle()]);
    registerLanguage();
    const lines = numbers.teams.map((team, index) => line(team, index, numbers));
    chart.hidden = false;
    await window.Plotly.newPlot(canvas, lines, layoutOf(numbers, chart.clientWidth < 560), {
      displayModeBar: false,
      showSendToCloud: false,
      plotlyServerURL: "",
      showTips: false,
      responsive: true,
      locale: language,
    });
  };

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    status.textContent = box.dataset.loading;
    try {
      await draw();
      status.textContent = byTouch ? box.dataset.drawnTouch : box.dataset.drawn;
      opener.hidden = true;
      chart.focus();
    } catch (error) {
      console.warn(error);
      chart.hidden = true;
      status.textContent = box.dataset.failed;
    }
    button.removeAttribute("aria-disabled");
  });
})();
