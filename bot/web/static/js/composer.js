// The composer: grows from one line to six, keeps its draft, and never takes an input method's Enter for its own.
(() => {
  const { desk } = window;
  const DRAFT = "desk.draft";
  let rewriting = null;
  const field = () => document.getElementById("question");

  const fit = () => {
    const area = field();
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
    desk.composer.weigh();
  };

  const put = (text) => {
    field().value = text;
    sessionStorage.setItem(DRAFT, text);
    fit();
  };

  const banner = (shown) => (document.getElementById("rewriting").hidden = !shown);

  desk.composer = {
    // Called by the composer's component when it is on the page.
    ready: () => (put(sessionStorage.getItem(DRAFT) || ""), desk.attached.show()),
    // Whether there is something to send.
    weigh: () => document.getElementById("composer").classList.toggle("empty", !field().value.trim() && desk.attached.none()),
    focus: () => field()?.focus(),
    restore: (text) => field().value || put(text),
    rewrite(position, text) {
      rewriting = position;
      put(text.trim());
      banner(true);
      field().focus();
    },
    leaveRewriting() {
      if (rewriting === null) return;
      rewriting = null;
      put("");
      banner(false);
    },
  };

  const offline = (words) => {
    const line = document.getElementById("offline");
    line.textContent = words;
    line.hidden = !words;
  };

  // The question stays in the composer until the server is known to be there.
  const reachable = async () => {
    try {
      const answer = await fetch("healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) });
      offline("");
      return answer.ok;
    } catch {
      offline("连不上服务，问题还留在这里。请确认网络和服务正常，再发一次。");
      return false;
    }
  };

  const send = async () => {
    const text = field().value.trim();
    const files = rewriting === null ? desk.attached.ids() : [];
    if (!text && !files.length) return;
    if (desk.attached.uploading()) return desk.say("文件还在上传，好了再发。");
    if (desk.busy()) return desk.say("等这条写完，或先停下它。");
    if (!(await reachable())) return;
    const action = rewriting === null ? { do: "ask", text, files } : { do: "rewrite", text, position: rewriting };
    if (!desk.act(action)) return;
    if (rewriting === null) desk.attached.clear();
    rewriting = null;
    banner(false);
    put("");
  };

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "composer") return;
    event.preventDefault();
    send();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "question") return;
    if (event.key === "Escape") return desk.composer.leaveRewriting();
    // keyCode 229 is what browsers report while an input method is composing.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    send();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "question") return;
    if (rewriting === null) sessionStorage.setItem(DRAFT, field().value);
    fit();
  });

  desk.on({ "#rewrite-cancel": () => (desk.composer.leaveRewriting(), desk.composer.focus()) });

  window.addEventListener("offline", () => offline("网络断了。写好的问题会留着，连上再发。"));
  window.addEventListener("online", () => offline(""));
})();
