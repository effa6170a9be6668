// The desk: what is done on the page goes to the server through one bridge, by event delegation.
(() => {
  const desk = (window.desk = {});
  const phone = window.matchMedia("(max-width: 900px)");
  let trigger = null;
  let waiting = [];
  let sent = null;

  const randomId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

  desk.phone = () => phone.matches;
  desk.conversation = sessionStorage.getItem("desk.conversation") || randomId();

  desk.remember = (id) => {
    desk.conversation = id;
    sessionStorage.setItem("desk.conversation", id);
  };

  // Called by the bridge component when it is on the page; the others may still be on their way.
  desk.connect = (send) => {
    document.documentElement.lang = "zh-CN";
    desk.remember(desk.conversation);
    const begin = () => {
      if (!document.querySelector('#chat [role="log"]') || !document.getElementById("rail")) return setTimeout(begin, 30);
      trigger = send;
      desk.show({ do: "open" });
      waiting.forEach(([event, action]) => trigger(event, action));
      waiting = [];
    };
    begin();
  };

  desk.send = (event, action) => {
    const whole = { conversation: desk.conversation, current: desk.conversation, ...action };
    if (trigger) trigger(event, whole);
    else waiting.push([event, whole]);
  };

  // How many looks at a conversation have not ended yet: only the last of them tells what became of a question.
  let looks = 0;
  desk.show = (action) => {
    looks += 1;
    desk.send("submit", action);
  };
  desk.busy = () => document.body.classList.contains("sending") || !!document.querySelector("#chat .answer.writing");

  desk.act = (action) => {
    if (desk.busy()) return desk.say("等这条写完，或先停下它。"), false;
    document.body.classList.add("sending");
    sent = action;
    expected = turnsAfter(action);
    desk.show(action);
    return true;
  };

  // What was just asked comes into view, wherever the reader has scrolled to: as soon as it stands with its answer.
  const shownTurns = (kind) => document.querySelectorAll(`#chat .${kind}`);
  let expected = 0;
  const turnsAfter = ({ do: kind, position }) => {
    const now = shownTurns("question").length;
    if (kind === "ask") return now + 1;
    return kind === "rewrite" ? position / 2 + 1 : now;
  };
  const bringIntoView = () => {
    const questions = shownTurns("question");
    if (!expected || questions.length !== expected || shownTurns("answer").length !== expected) return;
    expected = 0;
    requestAnimationFrame(() => questions[questions.length - 1].scrollIntoView({ block: "start" }));
  };

  desk.settled = () => {
    looks -= 1;
    calm();
  };

  // What could not be asked goes back to where it was written.
  const calm = () => {
    document.body.classList.remove("sending");
    if (sent && document.querySelector("#said .said")) {
      if (sent.text) desk.composer.restore(sent.text);
      if (sent.files) desk.attached.restore();
      sent = null;
    }
    if (looks <= 0) sent = null;
    settling.forEach((then) => then());
  };
  const settling = [];
  desk.whenSettled = (then) => settling.push(then);

  desk.open = (id) => {
    sent = null;
    expected = 0;
    calm();
    desk.remember(id);
    desk.closeSheet(false);
    desk.composer.leaveRewriting();
    desk.attached.show();
    desk.show({ do: "open" });
    if (desk.phone()) desk.closeRail();
  };

  desk.fresh = () => {
    desk.open(randomId());
    desk.composer.focus();
  };

  // What the server says to a step: JSON, or a piece of HTML; a sentence where it cannot be reached.
  desk.talk = async (address, options) => {
    try {
      const answer = await fetch(address, options);
      const json = answer.headers.get("content-type")?.startsWith("application/json");
      return { status: answer.status, data: json ? await answer.json() : { html: await answer.text() } };
    } catch {
      return { status: 0, data: { trouble: "连不上服务，这一步没有做成。请确认网络和服务正常，再试一次。" } };
    }
  };

  let fading = 0;
  desk.say = (words) => {
    const line = document.getElementById("spoken");
    line.textContent = words;
    line.classList.add("shown");
    clearTimeout(fading);
    fading = setTimeout(() => line.classList.remove("shown"), 2600);
  };

  const positionOf = (button) => Number(button.id.split("-")[1]);

  const textOf = (answer) => {
    const copy = answer.querySelector(".leaf").cloneNode(true);
    const sources = new Map();
    copy.querySelectorAll(".cite").forEach((chip) => {
      const marker = chip.id.split("-")[2];
      sources.set(marker, chip.title);
      chip.replaceWith(`[${marker}]`);
    });
    copy.querySelectorAll("br").forEach((br) => br.replaceWith("\n"));
    copy.querySelectorAll("li").forEach((li) => li.prepend(li.hasAttribute("value") ? `${li.value}. ` : "- "));
    copy.querySelectorAll("td, th").forEach((cell) => cell.append("\t"));
    copy.querySelectorAll("p, li, tr, blockquote").forEach((block) => block.append("\n"));
    const notes = [...sources].map(([marker, title]) => `[${marker}] ${title}`);
    return [copy.textContent.trim(), notes.join("\n")].filter(Boolean).join("\n\n");
  };

  // The chosen verdict carries a tick in its words, so that it needs neither colour nor attributes.
  const chosen = (button) => button.textContent.startsWith("✓");
  const judge = (button, verdict, text = "") => {
    button.parentElement.querySelectorAll(".up, .down").forEach((b) => (b.textContent = b.textContent.replace("✓ ", "")));
    if (verdict) button.textContent = `✓ ${button.textContent}`;
    desk.send("edit", { do: "judge", position: positionOf(button), verdict, text });
    desk.say(verdict ? "记下了，谢谢。" : "已撤回。");
  };

  const handlers = {
    ".ask": (b) => desk.act({ do: "ask", text: b.textContent }),
    ".act.again": () => desk.act({ do: "again" }),
    ".act.copy": (b) =>
      window.copyText(textOf(b.closest(".answer"))).then(
        () => desk.say("已复制，连同出处。"),
        () => desk.say("浏览器不让复制，请选中文字后手动复制。"),
      ),
    ".act.rewrite": (b) =>
      desk.busy()
        ? desk.say("等这条写完，或先停下它。")
        : desk.composer.rewrite(positionOf(b), b.closest(".question").querySelector(".words").innerText),
    ".act.up": (b) => judge(b, chosen(b) ? null : "up"),
    ".act.down": (b) =>
      chosen(b) ? judge(b, null) : desk.dialogs.why((reason) => judge(document.getElementById(b.id), "down", reason)),
    ".act.basis": (b) => b.closest(".answer").querySelector(".cite")?.click(),
    "button.new": () => desk.fresh(),
    "#stop": () => desk.send("stop", { do: "stop" }),
  };
  desk.on = (more) => Object.assign(handlers, more);

  // Gradio labels each message with its whole source, and in English; a reader should hear who speaks.
  const label = (element, words) => element.getAttribute("aria-label") !== words && element.setAttribute("aria-label", words);
  const dress = () => {
    document.querySelectorAll('#chat [role="log"]').forEach((log) => label(log, "对话"));
    document.querySelectorAll('#chat [data-testid="bot"], #chat [data-testid="user"]').forEach((message) => {
      message.setAttribute("role", "group");
      label(message, message.dataset.testid === "bot" ? "回答" : "你的问题");
    });
  };
  desk.whenDrawn = (then) =>
    new MutationObserver(then).observe(document.documentElement, { childList: true, subtree: true });
  desk.whenDrawn(dress);
  desk.whenDrawn(bringIntoView);

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    for (const [selector, handle] of Object.entries(handlers)) {
      const found = event.target.closest(selector);
      if (found) return void handle(found, event);
    }
  });
})();
