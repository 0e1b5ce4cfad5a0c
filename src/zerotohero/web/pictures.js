// Pictures by button, drop or paste; they are handed on as (data URL, bitmap).
export function takePictures({ button, input, zone, fail }, take) {
  const chooser = document.getElementById(input);
  async function use(file) {
    if (!file) return;
    try {
      const bitmap = await createImageBitmap(file);
      const reader = new FileReader();
      reader.onload = () => take(reader.result, bitmap);
      reader.readAsDataURL(file);
    } catch {
      fail(new Error(`${file.name || "This file"} is no picture that can be opened. Try a PNG or JPEG.`));
    }
  }
  document.getElementById(button).addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => { use(chooser.files[0]); chooser.value = ""; });
  document.addEventListener("paste", (event) => use([...event.clipboardData.files].find((f) => f.type.startsWith("image/"))));
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => { over(false)(event); use(event.dataTransfer.files[0]); });
}
