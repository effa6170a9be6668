// The list of conversations, a drawer on a phone, and the three small dialogs.
(() => {
  const { desk } = window;

  const drawer = (open) => {
    document.body.classList.toggle("rail-open", open);
    document.getElementById("open-rail").setAttribute("aria-expanded", String(open));
    document.getElementById("centre").inert = open;
  };
  desk.closeRail = () => drawer(false);

  const keyOf = (button) => button.closest(".entry").id.slice("entry-".length);
  // A list that was made before a deletion and drawn after it would show what is gone.
  const gone = new Set();
  desk.whenDrawn(() => gone.forEach((id) => document.getElementById(`entry-${id}`)?.remove()));
  const titleOf = (button) => button.closest(".entry").querySelector(".open").textContent;

  const ask = (id, prepare, yes) => {
    const dialog = document.getElementById(id);
    const form = dialog.querySelector("form");
    form.reset();
    prepare(form);
    dialog.returnValue = "no";
    dialog.onclose = () => dialog.returnValue === "yes" && yes(form);
    dialog.showModal();
  };

  desk.dialogs = {
    why: (then) =>
      ask("why", () => {}, (form) => then([form.reason.value, form.more.value.trim()].filter(Boolean).join("："))),
  };

  desk.on({
    ".entry .open": (button) => desk.open(keyOf(button)),
    ".entry .rename": (button) => {
      const conversation = keyOf(button);
      ask(
        "name",
        (form) => ((form.title.value = titleOf(button)), setTimeout(() => form.title.select())),
        (form) => desk.send("edit", { do: "rename", conversation, text: form.title.value }),
      );
    },
    ".entry .delete": (button) => {
      const conversation = keyOf(button);
      ask(
        "sure",
        () => (document.getElementById("sure-name").textContent = titleOf(button)),
        () => {
          gone.add(conversation);
          desk.send("edit", { do: "delete", conversation });
          if (conversation === desk.conversation) desk.fresh();
        },
      );
    },
    "#open-rail": () => {
      drawer(true);
      document.getElementById("close-rail").focus();
    },
    "#close-rail": () => {
      drawer(false);
      document.getElementById("open-rail").focus();
    },
  });

  // A form's first button would take Enter: in these dialogs Enter in a field means yes.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("rail-open")) return drawer(false);
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (!event.target.matches("dialog form[method=dialog] input:not([type=radio])")) return;
    event.preventDefault();
    event.target.form.querySelector("[value=yes]").click();
  });
  document.addEventListener("click", (event) => {
    if (document.body.classList.contains("rail-open") && event.target.id === "rail-zone") drawer(false);
  });
})();
