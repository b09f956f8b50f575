// On every page of a telling. Looks whether this device was asked to work without signal: reading that keeps nothing.

const script = document.getElementById("without-signal");
const { scope, home } = script.dataset;

if (await navigator.serviceWorker?.getRegistration(scope)) {
  const { startDevice } = await import("./device.js");
  await startDevice(home);
  script.dataset.ready = "";
}
