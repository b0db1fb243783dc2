// What the pages cannot do in HTML alone. Every page works without this file; nothing here
// changes data. Behaviour hangs on data-… attributes that the components write.
(() => {
  "use strict";

  const each = (root, selector, act) => {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll?.(selector).forEach(act);
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // One status region on each page: what is put here is spoken by screen readers.
  const say = (text, level = "info") => {
    const region = document.getElementById("messages");
    if (!region || !text) return;
    const kind = ["success", "warning", "error"].includes(level) ? level : "info";
    const notice = element("div", `notice notice-${kind}`);
    const body = element("div", "notice-body");
    body.append(element("p", "", text));
    notice.append(body);
    region.replaceChildren(notice);
    if (notice.getBoundingClientRect().top < 0) notice.scrollIntoView({ block: "center" });
  };

  const wake = (root) => {
    each(root, "[data-needs-script]", (button) => {
      button.hidden = false;
    });
  };

  const focusOn = (target) => {
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus();
  };

  // --- sending a form once -------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const button = event.submitter;
    // Not disabled before the browser has read the form: a disabled button's value is not sent.
    if (button) setTimeout(() => button.setAttribute("aria-disabled", "true"), 0);
    // A download answers without leaving the page, so the form must come back by itself.
    setTimeout(() => release(form), 8000);
  });

  const release = (form) => {
    delete form.dataset.sending;
    each(form, "[aria-disabled=true]", (button) => button.removeAttribute("aria-disabled"));
  };

  // The page may come back from the browser's memory with its buttons still pressed.
  window.addEventListener("pageshow", () => each(document, "form[data-once]", release));

  // --- dialogs, menus, copying, sharing, printing ----------------------------------------------
  const openDialog = (dialog) => {
    const opener = dialog.closest("details");
    if (opener) opener.open = true;
    dialog.removeAttribute("open");
    dialog.showModal();
    dialog.querySelector(".card-title")?.focus();
    dialog.addEventListener(
      "close",
      () => {
        if (opener) opener.open = false;
        opener?.querySelector("summary")?.focus();
      },
      { once: true },
    );
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages served without TLS have no clipboard; the old way still works there.
      const area = element("textarea", "usa-sr-only");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(document.body.dataset.copied, "success");
  };

  const share = async (button) => {
    const { share: url, shareTitle: title, shareText: text } = button.dataset;
    if (!navigator.share) {
      await copy([text, url].filter(Boolean).join(" "));
      return;
    }
    try {
      await navigator.share({ url, title, text });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  // A way to begin goes before what is written already.
  const start = ({ dataset, textContent }) => {
    const field = document.getElementById(dataset.starts);
    const words = textContent.trim().replace(/…$/, "");
    field.value = field.value ? `${words} ${field.value}` : `${words} `;
    field.focus();
    field.setSelectionRange(words.length + 1, words.length + 1);
  };

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("[data-dialog] > summary");
    if (summary) {
      event.preventDefault();
      openDialog(document.getElementById(summary.parentElement.dataset.dialog));
      return;
    }
    each(document, "details[data-closes][open]", (menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const button = event.target.closest("[data-copy],[data-share],[data-print],[data-opens],[data-starts]");
    if (!button) return;
    if (button.dataset.copy) copy(button.dataset.copy);
    else if (button.dataset.share) share(button);
    else if (button.dataset.starts) start(button);
    else if (button.dataset.opens) openDialog(document.getElementById(button.dataset.opens));
    else window.print();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each(document, "details[data-closes][open]", (menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // --- htmx --------------------------------------------------------------------------------
  document.addEventListener("messages", (event) => {
    event.detail.items.forEach(({ text, level }) => say(text, level.split(" ").pop()));
  });

  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));

  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    focusOn(part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]"));
  });

  const autosaveStatus = (event, state) => {
    const form = event.target.closest?.("form[data-autosave]");
    const status = form?.querySelector(".autosave");
    if (!status) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "numeric",
      minute: "2-digit",
    });
    status.textContent = state === "saved" ? `${status.dataset.saved} ${time}` : status.dataset[state];
  };

  document.addEventListener("htmx:beforeRequest", (event) => autosaveStatus(event, "saving"));
  document.addEventListener("htmx:afterRequest", (event) => {
    autosaveStatus(event, event.detail.successful ? "saved" : "failed");
    const form = event.target.closest?.("form[data-once]");
    if (form) release(form);
  });

  wake(document);
  focusOn(document.querySelector(".error-summary"));
})();
