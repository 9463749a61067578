// The picker: a press puts a reference where the writer is in the text.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const text = document.getElementById("id_text");
  if (!button || !text) return;
  text.setRangeText(`{{${button.dataset.insert}}}`, text.selectionStart, text.selectionEnd, "end");
  button.closest(":popover-open")?.hidePopover();
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
