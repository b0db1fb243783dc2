// Words that somebody types into a plan survive a network that is cut: they stay on the phone,
// under a key that is the person's own, until the server says that it has them.
(() => {
  "use strict";

  const PREFIX = "bsc-words:";
  const KEPT_DAYS = 30;
  const TOKEN = "csrfmiddlewaretoken";

  // A phone may refuse to keep anything (private browsing, no room left).
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const load = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const drop = (key) => attempt(() => localStorage.removeItem(key));
  const keys = (start) =>
    attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(start))) ?? [];

  const oldest = Date.now() - KEPT_DAYS * 864e5;
  keys(PREFIX).forEach((key) => (load(key)?.at ?? 0) < oldest && drop(key));

  // --- signing out ---------------------------------------------------------------------------
  const waiting = document.querySelector("[data-words-waiting]");
  if (waiting) {
    const own = `${PREFIX}${waiting.dataset.wordsWaiting}:`;
    waiting.hidden = !keys(own).length;
    document.addEventListener("submit", ({ target }) => {
      if (navigator.onLine && target.action.includes("/sign-out")) keys(own).forEach(drop);
    });
  }

  // --- a form whose words are kept ---------------------------------------------------------------
  const box = document.querySelector("[data-words]");
  const form = box?.closest("form");
  if (!form) return;
  const key = `${PREFIX}${box.dataset.words}:${location.pathname}`;
  const typed = () => {
    const fields = {};
    new FormData(form).forEach((value, name) => {
      if (name !== TOKEN) (fields[name] ??= []).push(value);
    });
    return fields;
  };
  // What a person sees; the marks of the page beside it are no words of theirs.
  const words = ({ seen, had, token, ...rest }) => JSON.stringify(rest);

  const show = (state) => {
    const says = state && (box.dataset[state] || "");
    box.hidden = !says;
    box.querySelector("[data-words-says]").textContent = says;
    box.querySelector("[data-words-instead]").hidden = state !== "restored";
    const status = form.querySelector(".autosave");
    if (status && state) status.textContent = "";
  };
  const keep = () =>
    attempt(() => {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: typed() }));
      return true;
    });
  const notSent = () => show(keep() ? "kept" : "unkept");

  const fill = (fields) => {
    for (const control of form.elements) {
      const { name, type } = control;
      if (!name || name === TOKEN) continue;
      if (type === "checkbox" || type === "radio") {
        control.checked = (fields[name] ?? []).includes(control.value);
      } else if (fields[name]) [control.value] = fields[name];
    }
  };

  const onPage = typed();
  const kept = load(key)?.fields;
  // A page that answers a form shows what was sent, whether or not it was saved.
  if (kept && !("answer" in box.dataset)) {
    if (words(kept) === words(onPage)) drop(key);
    else {
      fill(kept);
      show("restored");
    }
  }
  box.querySelector("[data-words-instead]").addEventListener("click", () => {
    drop(key);
    fill(onPage);
    show("");
  });

  ["input", "change"].forEach((name) => form.addEventListener(name, keep));

  // --- saving while somebody types -----------------------------------------------------------
  let sent = "";
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt === form) sent = words(typed());
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const { status } = detail.xhr;
    if (detail.xhr.getResponseHeader("X-Words-Saved")) {
      if (words(typed()) === sent) drop(key);
      show("");
    } else if (status === 409) show("changed");
    else if (status === 422) show("incomplete");
    else if (!detail.successful) notSent();
  });
  window.addEventListener("online", () => {
    if (load(key)) form.dispatchEvent(new Event("change"));
  });

  // --- going on --------------------------------------------------------------------------------
  let busy = false;
  const goOn = async (button) => {
    keep();
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Words": "1" },
      });
      const next = answer.headers.get("X-Words-Saved");
      if (next) {
        drop(key);
        location.assign(next);
        return;
      }
      if (answer.status >= 500) throw new Error(answer.status);
      // A question, an error or the sign-in page: the browser shows it, the words stay kept.
      form.submit();
    } catch {
      notSent();
      box.scrollIntoView({ block: "center" });
      button?.removeAttribute("aria-disabled");
      busy = false;
    }
  };
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || event.submitter?.name) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      event.submitter?.setAttribute("aria-disabled", "true");
      goOn(event.submitter);
    },
    true,
  );
  window.addEventListener("pageshow", () => {
    busy = false;
  });
})();
