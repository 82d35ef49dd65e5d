// An OpenID provider on this machine. Arguments: port, redirect URI. Who signs in as x gets the claims of people[x].
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const people = JSON.parse(process.env.PEOPLE);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "portal", client_secret: "a-secret-of-the-test-and-of-nothing-else",
    redirect_uris: [redirect], response_types: ["code"], grant_types: ["authorization_code"],
  }],
  claims: { openid: ["sub"], email: ["email", "name"], profile: ["roles", "level"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["test"] },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
