// The contract beside the chat: drawn by the server, edited here step by step, each step sent with the version it saw.
(() => {
  const { desk } = window;
  const KEPT = "desk.paper";
  let version = 0;
  let shown = "";
  let unfolded = new Set();
  let waiting = Promise.resolve();

  const panel = () => document.getElementById("paper");
  const dialog = () => document.getElementById("paper-window");
  const url = (rest = "") => `paper/${shown}${rest}`;

  const set = (name, on) => document.body.classList.toggle(name, on);
  const tell = (id, on) => document.getElementById(id)?.setAttribute("aria-selected", String(on));

  // On a phone chat and paper take turns; beside each other they do not hide one another.
  const open = (yes, byHand = false) => {
    set("paper-open", yes);
    if (yes) desk.review.close(false);
    tell("switch-chat", !yes);
    tell("switch-paper", yes);
    if (byHand) sessionStorage.setItem(KEPT, yes ? "open" : "closed");
  };

  const hide = () => {
    version = 0;
    unfolded = new Set();
    panel()?.replaceChildren();
    set("has-paper", false);
    open(false);
  };

  // What has the focus, in words that find it again after everything was drawn anew.
  const placeOf = (element) => {
    const [fact, part, clause] = ["fact", "section", "clause"].map((name) => element?.closest?.(`[data-${name}]`)?.dataset[name]);
    if (element?.id) return `#${CSS.escape(element.id)}`;
    if (fact) return `#paper [data-fact="${CSS.escape(fact)}"]`;
    if (clause) return `#paper [data-clause="${CSS.escape(clause)}"] .more`;
    if (part) return `#paper [data-section="${CSS.escape(part)}"] .${element.classList[0]}`;
    return "";
  };
  let place = "";
  const remember = (element) => panel()?.contains(element) && (place = placeOf(element));

  const draw = (data) => {
    remember(document.activeElement);
    const first = version === 0;
    const top = document.getElementById("paper-scroll")?.scrollTop ?? 0;
    const focused = place && (dialog().open || panel().contains(document.activeElement));
    version = data.version;
    const opened = [...unfolded].map((clause) => [clause, more(clause)?.querySelector(".clause-more").innerHTML ?? ""]);
    panel().innerHTML = data.html;
    // What is unfolded stays so at once: were it folded until the server has told of it, focus would be lost and the paper jump.
    opened.forEach(([clause, html]) => more(clause) && html && showMore(clause, html));
    document.getElementById("switch-count").textContent = data.blanks ? `待填 ${data.blanks}` : "";
    set("has-paper", true);
    if (first) {
      const kept = sessionStorage.getItem(KEPT);
      open(kept ? kept === "open" : !desk.phone());
    }
    document.getElementById("paper-scroll").scrollTop = top;
    if (dialog().open) dialog().close();
    if (focused) document.querySelector(place)?.focus({ preventScroll: true });
    unfolded.forEach((clause) => unfold(clause));
  };

  const refresh = async () => {
    if (shown !== desk.conversation) hide();
    shown = desk.conversation;
    const asked = shown;
    const { status, data } = await desk.talk(`paper/${asked}?have=${version}`);
    if (asked !== desk.conversation || !panel()) return;
    if (status !== 200) return status && desk.say(data.trouble);
    if (data.html) {
      if (data.version <= version) return; // drawn meanwhile by another look or by a step
      const first = version === 0;
      draw(data);
      // What the conversation has changed is brought into view; what was done by hand is in view already.
      if (!first) document.querySelector("#paper .changed, #paper .touched-fact")?.scrollIntoView({ block: "center" });
    } else if (!data.version) hide();
  };

  // Steps are taken one after another: each must know the version that the one before has made.
  const step = (deed) => {
    waiting = waiting.then(async () => {
      const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ version, ...deed }) };
      return settle(await desk.talk(url(), asked));
    });
    return waiting;
  };

  const settle = ({ status, data }) => {
    if (status === 200) return draw(data);
    const line = dialog().open && document.getElementById("fact-error");
    if (status === 409) {
      desk.say(data.trouble);
      dialog().close();
      return refresh();
    }
    if (!line) return desk.say(data.trouble || "这一步没有做成，刷新一下再试。");
    line.textContent = data.trouble;
    line.hidden = false;
    const field = document.getElementById("fact-value");
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };

  // Windows: filled from a template of the panel, or by the server.
  const fill = (html) => {
    remember(document.activeElement);
    dialog().innerHTML = html;
    if (!dialog().open) dialog().showModal();
    (dialog().querySelector("#fact-value, #insert-words") ?? document.getElementById("paper-window-title")).focus();
    document.getElementById("fact-value")?.select?.();
  };
  const fetchWindow = async (rest) => {
    remember(document.activeElement);
    const { status, data } = await desk.talk(url(rest));
    if (status === 200) fill(data.html);
    else desk.say(data.trouble);
  };

  const more = (clause) => document.querySelector(`#paper [data-clause="${CSS.escape(clause)}"]`);
  const showMore = (clause, html) => {
    const box = more(clause);
    const part = box.querySelector(".clause-more");
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    if (part.innerHTML !== fresh.innerHTML) part.replaceChildren(...fresh.childNodes);
    part.hidden = false;
    box.querySelector(".more").setAttribute("aria-expanded", "true");
  };
  const unfold = async (clause) => {
    const { status, data } = await desk.talk(url(`/clause/${encodeURIComponent(clause)}`));
    if (status !== 200 || !more(clause)) return unfolded.delete(clause);
    if (unfolded.has(clause)) showMore(clause, data.html);
  };
  const fold = (clause) => {
    more(clause).querySelector(".clause-more").hidden = true;
    more(clause).querySelector(".more").setAttribute("aria-expanded", "false");
  };

  const like = (part) => [...document.querySelectorAll(`#paper .part[data-kind="${part.dataset.kind}"]`)];
  const move = (part, by) => {
    const parts = like(part);
    const at = parts.indexOf(part) + by;
    if (at < 0 || at >= parts.length) return desk.say(by < 0 ? "已经在最前面了。" : "已经在最后面了。");
    const before = by < 0 ? parts[at] : parts[at + 1];
    const title = part.querySelector("h3").textContent;
    return step({ do: "move", subject: part.dataset.section, before: before?.dataset.section ?? "" }).then(() =>
      desk.say(`${by < 0 ? "上移" : "下移"}了：${title}`),
    );
  };

  // A clause moves among those of its section; from the ends of it into the section before or behind.
  const moveClause = (box, by) => {
    const part = box.closest(".part");
    const row = [...part.querySelectorAll(".clause")];
    const at = row.indexOf(box) + by;
    const parts = like(part);
    const next = row[at] ? part : parts[parts.indexOf(part) + by];
    if (!next) return desk.say(by < 0 ? "已经在最前面了。" : "已经在最后面了。");
    const before = row[at] ? row[by < 0 ? at : at + 1] : by > 0 && next.querySelector(".clause");
    return putClause(box, next, before).then(() => desk.say(`${by < 0 ? "上移" : "下移"}了：${box.dataset.title}`));
  };
  const putClause = (box, part, before) =>
    step({ do: "put", subject: box.dataset.clause, value: part.dataset.section, before: before ? before.dataset.clause : "" });

  const deedOf = ({ dataset }) => {
    const deed = { do: dataset.do };
    if (dataset.subject) deed.subject = dataset.subject;
    if (dataset.position) deed.position = dataset.position;
    if (dataset.style) deed.style = dataset.style;
    if (dataset.number) deed.number = Number(dataset.number);
    return deed;
  };

  desk.on({
    "#paper-close": () => (open(false, true), document.getElementById("open-paper").focus()),
    "#open-paper": () => (open(true, true), document.getElementById("paper-scroll").focus()),
    "#switch-chat": () => open(false, true),
    "#switch-paper": () => open(true, true),
    "#paper-window .shut": () => dialog().close(),
    "#paper-window .blank-it": (button) => step({ do: "blank", subject: button.closest("[data-fact]").dataset.fact }),
    "#paper-insert": () => fetchWindow("/insert"),
    "#paper [data-law]": (button) => desk.sheetFor(button.id, { do: "law", text: button.dataset.law }),
    "#paper [data-do], #paper-window [data-do]": (button) => step(deedOf(button)),
    "#paper button[data-window]": (button) =>
      fill(document.querySelector(`#paper template[data-window="${button.dataset.window}"]`).innerHTML),
    "#paper [data-fact], #paper-window button[data-fact]": (place) => fetchWindow(`/fact/${encodeURIComponent(place.dataset.fact)}`),
    "#paper .more": (button) => {
      const { clause } = button.closest("[data-clause]").dataset;
      if (unfolded.delete(clause)) return fold(clause);
      unfolded.add(clause);
      return unfold(clause);
    },
    "#paper .clause-up": (button) => moveClause(button.closest(".clause"), -1),
    "#paper .clause-down": (button) => moveClause(button.closest(".clause"), 1),
    "#paper .moves .up": (button) => move(button.closest(".part"), -1),
    "#paper .moves .down": (button) => move(button.closest(".part"), 1),
    "#paper a.reference": (link, event) => {
      event.preventDefault();
      const clause = document.getElementById(link.hash.slice(1));
      clause?.scrollIntoView({ block: "center" });
      clause?.querySelector(".more")?.focus({ preventScroll: true });
    },
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#paper-window")) return;
    event.preventDefault();
    if (!event.target.matches(".fact-form")) return;
    const field = document.getElementById("fact-value");
    if (!field.value.trim()) return step({ do: "blank", subject: event.target.dataset.fact });
    step({ do: "set", subject: event.target.dataset.fact, value: field.value });
  });

  let typing = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "insert-words") return;
    clearTimeout(typing);
    typing = setTimeout(async () => {
      const { status, data } = await desk.talk(url(`/insert?alone=true&words=${encodeURIComponent(event.target.value)}`));
      const found = document.getElementById("insert-found");
      if (status === 200 && found) found.innerHTML = data.html;
    }, 150);
  });

  const bringIn = async (file) => {
    const { status, data } = await desk.talk(`paper/${desk.conversation}/import?version=${version}`, { method: "POST", body: await file.text() });
    shown = desk.conversation;
    settle({ status, data });
    if (status === 200) desk.say("草稿已导入。");
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#paper-import, #rail-import") || !event.target.files.length) return;
    bringIn(event.target.files[0]);
    event.target.value = "";
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#paper")) return;
    if (event.target.matches("[role=button]") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      return event.target.click();
    }
    const part = event.target.closest(".part");
    if (!part || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const by = event.key === "ArrowUp" ? -1 : 1;
    if (event.target.closest(".clause-foot")) return moveClause(event.target.closest(".clause"), by);
    place = `#paper [data-section="${CSS.escape(part.dataset.section)}"] .grip`;
    part.querySelector(".grip").focus({ preventScroll: true });
    move(part, by);
  });

  // Dragging a section or a clause by its grip: a line shows where it would go.
  let dragged = null;
  const unmark = () => document.querySelectorAll("#paper .drop-here").forEach((part) => part.classList.remove("drop-here"));
  const target = (event) => {
    const part = event.target instanceof Element ? event.target.closest("#paper .part") : null;
    if (!part || !dragged || part.dataset.kind !== dragged.closest(".part").dataset.kind) return null;
    // Over a section's heading a clause goes to the head of that section.
    const goal = dragged.matches(".clause") ? (event.target.closest(".clause") ?? part.querySelector(".clause")) : part;
    return goal !== dragged ? goal : null;
  };
  document.addEventListener("dragstart", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("#paper .grip, #paper .hold")) return;
    dragged = event.target.closest(event.target.matches(".hold") ? ".clause" : ".part");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.clause ?? dragged.dataset.section);
  });
  document.addEventListener("dragover", (event) => {
    const goal = target(event);
    unmark();
    if (!goal) return;
    event.preventDefault();
    goal.classList.add("drop-here");
  });
  document.addEventListener("drop", (event) => {
    const goal = target(event);
    if (!goal) return;
    event.preventDefault();
    if (dragged.matches(".clause")) return putClause(dragged, goal.closest(".part"), goal);
    step({ do: "move", subject: dragged.dataset.section, before: goal.dataset.section });
  });
  document.addEventListener("dragend", () => (unmark(), (dragged = null)));

  desk.whenSettled(refresh);
  window.addEventListener("focus", () => shown && refresh());
  desk.paper = { refresh, close: () => open(false) };
})();
