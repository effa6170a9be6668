// Files that go with the next question: chosen, dropped or pasted; sent to the server at once, kept by conversation.
(() => {
  const { desk } = window;
  const key = () => `desk.attached.${desk.conversation}`;
  const byId = (id) => document.getElementById(id);
  const input = () => byId("attach");
  let running = 0;
  let sent = [];

  const kept = () => JSON.parse(sessionStorage.getItem(key()) || "[]");
  const keep = (files) => {
    sessionStorage.setItem(key(), JSON.stringify(files));
    show();
  };

  const trouble = (words) => {
    byId("attach-trouble").textContent = words;
    byId("attach-trouble").hidden = !words;
  };

  const chip = (name, id) => {
    const item = document.createElement("li");
    const label = Object.assign(document.createElement("span"), { textContent: name });
    item.append(label);
    if (!id) item.append(Object.assign(document.createElement("small"), { textContent: "上传中…" }));
    else {
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "detach", textContent: "×" });
      remove.dataset.file = id;
      remove.setAttribute("aria-label", `去掉 ${name}`);
      item.append(remove);
    }
    return item;
  };
  let coming = [];
  const show = () => {
    const list = byId("attached");
    if (!list) return;
    list.replaceChildren(...kept().map(({ name, id }) => chip(name, id)), ...coming.map((name) => chip(name)));
    list.hidden = !list.childElementCount;
    desk.composer.weigh();
  };

  // Told before anything is sent; the server looks again.
  const wrong = (file) => {
    const formats = input().accept.split(",");
    const { largest } = input().dataset;
    if (!formats.some((end) => file.name.toLowerCase().endsWith(end)))
      return `「${file.name}」不能上传：可以用 ${formats.join("、")}，也可以直接粘贴合同的文字。`;
    if (file.size > Number(largest)) return `「${file.name}」超过 ${Math.floor(largest / 1048576)} MB 的上限。请去掉图片，或拆成几个文件后再上传。`;
    return file.size ? "" : `「${file.name}」是空文件，里面没有内容。请重新保存或换一个文件。`;
  };

  const upload = async (file) => {
    const conversation = desk.conversation;
    const done = (words, made) => {
      coming = coming.filter((name) => name !== file.name);
      if (words) trouble(words);
      if (made && conversation === desk.conversation) keep([...kept(), made]);
      show();
    };
    try {
      const address = `uploads/${conversation}?${new URLSearchParams({ name: file.name })}`;
      const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
      const data = await answer.json().catch(() => ({}));
      if (answer.ok) done("", data);
      else done(data.trouble || `「${file.name}」没有传上去，请再试一次。`);
    } catch {
      done(`连不上服务，「${file.name}」没有传上去。请确认网络和服务正常，再试一次。`);
    }
  };

  const take = async (files) => {
    trouble("");
    const most = Number(input().dataset.most);
    const room = most - kept().length - coming.length;
    const problems = [];
    const good = [...files].filter((file) => {
      const words = wrong(file);
      if (words) problems.push(words);
      return !words;
    });
    if (good.length > room) problems.push(`一次最多 ${most} 个文件，请分几次发。`);
    if (problems.length) trouble(problems.join(" "));
    const chosen = good.slice(0, Math.max(0, room));
    coming.push(...chosen.map((file) => file.name));
    show();
    running += 1;
    for (const file of chosen) await upload(file);
    running -= 1;
    desk.composer.focus();
  };

  desk.attached = {
    show,
    none: () => !kept().length && !coming.length,
    ids: () => kept().map(({ id }) => id),
    uploading: () => running > 0,
    clear() {
      sent = kept();
      trouble("");
      keep([]);
    },
    restore: () => kept().length || keep(sent),
  };

  desk.on({
    ".detach": (button) => {
      fetch(`uploads/${desk.conversation}/${button.dataset.file}`, { method: "DELETE" });
      keep(kept().filter(({ id }) => id !== button.dataset.file));
      desk.composer.focus();
    },
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "attach") return;
    const files = [...event.target.files];
    event.target.value = "";
    take(files);
  });

  document.addEventListener("paste", (event) => {
    if (event.target.id !== "question" || !event.clipboardData.files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });

  // Files may be dropped anywhere on the page; what is dragged within it is none of ours.
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const dropping = (yes) => document.body.classList.toggle("dropping-files", yes);
  document.addEventListener("dragenter", (event) => carries(event) && ((depth += 1), dropping(true)));
  document.addEventListener("dragleave", (event) => carries(event) && (depth -= 1) <= 0 && ((depth = 0), dropping(false)));
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    dropping(false);
    take(event.dataTransfer.files);
  });
})();
