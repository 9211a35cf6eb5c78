"""A small OpenID Connect provider, run as a process of its own: `provider.py EMAIL`.

It checks what a provider checks: client, redirect address, code used once, PKCE; it signs its
answers with a key that it publishes. Its first line on stdout is its address.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "fairlead", "provider-secret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Who signs in there is always the same person."""

    def __init__(self, email, verified):
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.person = {"sub": "p-1", "email": email, "email_verified": verified, "name": "Aline U"}
        self.codes, self.tokens = {}, set()


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            return self.say(200, self.configuration())
        if parts.path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return self.say(200, {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})
        if parts.path == "/authorize":
            return self.authorize(asked)
        if parts.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            known = token in self.server.tokens
            return self.say(200 if known else 401, self.server.person if known else {})
        return self.say(404, {})

    def authorize(self, asked):
        if asked.get("client_id") != CLIENT or asked.get("response_type") != "code":
            return self.say(400, {"error": "invalid_request"})
        if asked.get("code_challenge_method") != "S256" or "openid" not in asked.get("scope", ""):
            return self.say(400, {"error": "invalid_request"})
        code = secrets.token_urlsafe()
        self.server.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {key: values[0] for key, values in parse_qs(body).items()}
        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        who = base64.b64decode(basic).decode() if basic else ""
        who = who or f"{said.get('client_id')}:{said.get('client_secret')}"
        asked = self.server.codes.pop(said.get("code"), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            who != f"{CLIENT}:{SECRET}"
            or asked is None
            or asked["redirect_uri"] != said.get("redirect_uri")
            or asked["code_challenge"] != proof
        ):
            return self.say(400, {"error": "invalid_grant"})
        now = int(time.time())
        claims = {**self.server.person, "iss": self.server.issuer, "aud": CLIENT,
                  "iat": now, "exp": now + 60}  # fmt: skip
        if "nonce" in asked:
            claims["nonce"] = asked["nonce"]
        token = secrets.token_urlsafe()
        self.server.tokens.add(token)
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})
        return self.say(
            200,
            {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed},
        )

    def configuration(self):
        issuer = self.server.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def say(self, status, data):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Quiet."""


if __name__ == "__main__":
    server = Provider(sys.argv[1], sys.argv[2:] != ["unverified"])
    print(server.issuer, flush=True)  # noqa: T201 (whoever started it reads this)
    server.serve_forever()
