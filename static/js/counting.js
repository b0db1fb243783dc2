// What is tapped stays on this phone, under a key that names nobody, until the server says that it
// stands. Without this file the pages are plain forms.
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("counting").textContent);
  const { owner, measure, taps, words } = data;
  if (!crypto.randomUUID || !navigator.locks) return;
  const store = localStorage;
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const read = (key) => JSON.parse(store.getItem(key));
  const keep = (key, value) => {
    try {
      store.setItem(key, JSON.stringify(value));
    } catch {
      alert(words.full);
    }
  };

  // Each tap waits under a key of its own, so that two tabs never overwrite.
  const prefix = `tap:${owner}:`;
  const waiting = () =>
    Object.keys(store)
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ key, text: store.getItem(key), ...read(key) }));
  const put = (kind, said) => {
    keep(prefix + said.uuid, { to: taps, kind, said: { measure, ...said } });
    show();
    send();
  };

  // The server's last word: this page, or a later answer.
  const known = `now:${owner}:${taps}:${measure}`;
  let now = data.state;
  if (read(known)?.at > now.at) now = read(known);

  const day = (back = 0) => {
    const date = new Date();
    date.setDate(date.getDate() - back);
    return new Date(date - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
  };
  const week = () => day((new Date().getDay() + 6) % 7);

  let trouble;
  const post = async () => {
    // One that fails holds up no other.
    const tried = [];
    for (;;) {
      const queue = waiting().filter((item) => !item.why && !tried.includes(item.to));
      if (!queue.length || !navigator.onLine) return;
      const { to } = queue[0];
      tried.push(to);
      const batch = queue.filter((item) => item.to === to).slice(0, 200);
      const body = { owner, measure, taps: [], observations: [] };
      for (const { kind, said } of batch) body[kind].push(said);
      const came = await fetch(to, {
        method: "POST",
        headers: { "X-CSRFToken": /csrftoken=(\w+)/.exec(document.cookie)?.[1] },
        body: JSON.stringify(body),
      });
      // A sign-in page that answers is no answer of ours.
      if (!came.headers.get("Content-Type")?.includes("bsc.counts+json")) {
        trouble = came.status < 500 && "signed_out";
        continue;
      }
      const { saved, refused, now: stands, problem } = await came.json();
      trouble = problem;
      if (!saved) continue;
      let moved;
      for (const { key, text, ...item } of batch) {
        const { uuid } = item.said;
        const why = refused.find((one) => one.uuid === uuid)?.why;
        if (!why && !saved.includes(uuid)) continue;
        moved = true;
        // Changed meanwhile: then it goes once more.
        if (store.getItem(key) !== text) continue;
        if (why) keep(key, { ...item, why });
        else store.removeItem(key);
      }
      if (stands && to === taps) keep(known, (now = stands));
      show();
      if (moved) tried.pop();
    }
  };
  const send = () =>
    navigator.locks
      .request("bsc", post)
      .catch(() => {})
      .then(show);

  const show = () => {
    const items = waiting();
    const refused = items.filter((item) => item.why);
    const n = items.length - refused.length;
    find("sending").hidden = false;
    find("sending-says").textContent = fill(n ? words[trouble] || words.waiting : words.sent, { n });
    find("sending-sign-in").hidden = !n || trouble !== "signed_out";
    find("refused").replaceChildren(
      ...refused.map(({ key, said, why }) => {
        const line = document.createElement("li");
        const away = find("dismiss").content.firstElementChild.cloneNode(true);
        away.onclick = () => {
          store.removeItem(key);
          show();
        };
        line.append(`${words.refused} ${said.slot || ""} (${said.day}): ${why}`, away);
        return line;
      }),
    );
    draw?.();
  };

  // The grid.
  const standing = () => {
    const slots = now.week === week() ? { ...now.slots } : {};
    for (const { said, why } of waiting()) {
      if (why || said.measure !== measure || !said.slot || said.day < week()) continue;
      const others = (slots[said.slot] || []).filter((uuid) => uuid !== said.uuid);
      slots[said.slot] = said.undone ? others : [...others, said.uuid];
    }
    return slots;
  };
  const drawGrid = () => {
    const slots = standing();
    let n = 0;
    for (const button of grid.querySelectorAll(".slot")) {
      const tapped = slots[button.value]?.length > 0;
      button.setAttribute("aria-pressed", tapped);
      n += tapped;
    }
    find("reached").textContent = fill(words.reached, { n, size: data.state.size });
  };
  const tapGrid = (event) => {
    event.preventDefault();
    const slot = +event.submitter.value;
    const held = standing()[slot] || [];
    for (const uuid of held) put("taps", { uuid, day: day(), slot, undone: true });
    if (!held.length) put("taps", { uuid: crypto.randomUUID(), day: day(), slot });
  };

  // The watch: time comes from the clock, so a locked phone or a reload loses none.
  const key = `watch:${known}`;
  const seconds = (watch) =>
    watch.over ?? Math.max(0, Math.min(data.length, Math.floor((Date.now() - watch.at) / 1000)));
  const report = (watch, discarded) =>
    put("observations", {
      uuid: watch.uuid,
      day: watch.day,
      seconds: seconds(watch),
      over: discarded || watch.over >= 0,
      discarded,
    });
  const acts = {
    start: () => keep(key, { uuid: crypto.randomUUID(), day: day(), at: Date.now(), seen: [] }),
    tap: (watch, undone = false) => {
      // The two hours may have ended while the page slept.
      if (seconds(watch) >= data.length) return;
      const uuid = undone ? watch.seen.pop() : crypto.randomUUID();
      if (!uuid) return;
      if (!undone) watch.seen.push(uuid);
      keep(key, watch);
      put("taps", { uuid, day: watch.day, observation: watch.uuid, undone });
      report(watch, false);
    },
    undo: (watch) => acts.tap(watch, true),
    stop: (watch) => {
      watch.over = seconds(watch);
      keep(key, watch);
      report(watch, false);
    },
    again: () => store.removeItem(key),
    discard: (watch) => {
      if (!confirm(words.discard)) return;
      store.removeItem(key);
      report(watch, true);
    },
  };
  const clock = (all) => new Date(all * 1000).toISOString().slice(11, 19);
  const drawWatch = () => {
    const watch = read(key);
    const over = watch?.over >= 0;
    find("watch").hidden = false;
    find("watch-start").hidden = watch;
    find("watch-runs").hidden = !watch || over;
    find("watch-over").hidden = !over;
    find("this-week").textContent = now.week === week() ? now.text : "";
    if (!watch) return;
    const all = seconds(watch);
    const n = watch.seen.length;
    find("watch-number").textContent = n;
    find("watch-clock").textContent = `${clock(all)} / ${clock(data.length)}`;
    const done = all < 300 ? words.short : words.done;
    find("watch-says").textContent = fill(done, { n, minutes: Math.floor(all / 60) });
    if (!over && all >= data.length) acts.stop(watch);
  };
  const pressWatch = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act) acts[act](read(key));
    show();
  };

  // The pages for when there is no connection.
  const prepare = async () => {
    for (const name of await caches.keys()) {
      if (name !== owner && name[0] === "c" && owner[0] === "c") caches.delete(name);
    }
    if (!data.keep) return caches.delete(owner);
    navigator.storage.persist();
    await navigator.serviceWorker.register(data.worker);
    const cache = await caches.open(owner);
    const parts = document.querySelectorAll("link,script[src],a[data-keep]");
    for (const part of [location, ...parts]) {
      const url = (part.src || part.href).split("#")[0];
      const came = await fetch(url);
      const whose = came.headers.get("X-Counting-Owner");
      if (came.ok && (whose === owner || url.includes("/static/"))) await cache.put(url, came);
    }
  };

  const grid = find("grid");
  const draw = grid ? drawGrid : find("watch") && drawWatch;
  grid?.addEventListener("submit", tapGrid);
  find("watch")?.addEventListener("click", pressWatch);
  if (find("watch")) setInterval(drawWatch, 1000);
  find("size")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    alert(words.online);
  });
  for (const name of ["online", "storage", "visibilitychange"]) addEventListener(name, send);
  setInterval(send, 30000);
  send();
  if (navigator.onLine) prepare().catch(() => {});
})();
