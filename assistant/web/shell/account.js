// Once the session is over (a restart, another password) the server turns every request away: back to the login.
// The body of a function that Gradio calls once.
const ask = window.fetch;
window.fetch = async (...request) => {
  const response = await ask(...request);
  if (response.status === 401) location.assign(new URL("login", document.baseURI));
  return response;
};
