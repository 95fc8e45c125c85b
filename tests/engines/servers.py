"""OpenAI-compatible servers for tests: one that behaves, and ways to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Server", dict[str, Any]], tuple[int, bytes, dict[str, str]] | None]


@dataclass
class Server:
    """What was asked of it, and how it answers; `None` drops the connection."""

    answer: Answer
    asked: list[dict[str, Any]] = field(default_factory=list)
    flying: int = 0
    most: int = 0
    keys: list[str | None] = field(default_factory=list)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        return f"openai:http://127.0.0.1:{self.port}/v1#tiny"


def completion(text: str, finish: str = "stop", **more: Any) -> tuple[int, bytes, dict[str, str]]:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}, **more}
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "tiny-2026",
        "choices": [choice],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    }
    return 200, json.dumps(body).encode(), {}


def honest(server: Server, order: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    """Greedy: the prompt's last words; sampled: with the seed behind; log-probabilities where they are asked for."""
    said = order["messages"][-1]["content"]
    drawn = f" {order.get('seed')}" if order["temperature"] else ""
    more = {"logprobs": {"content": []}} if order.get("logprobs") else {}
    return completion(f"good {said[-12:]}{drawn}", **more)


@contextmanager
def serving(answer: Answer = honest) -> Iterator[Server]:
    server = Server(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send(200, json.dumps({"object": "list", "data": [{"id": "tiny", "object": "model"}]}).encode(), {})

        def do_POST(self) -> None:
            order = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with server.lock:
                server.asked.append(order)
                server.keys.append(self.headers.get("authorization"))
                server.flying += 1
                server.most = max(server.most, server.flying)
            try:
                made = server.answer(server, order)
            finally:
                with server.lock:
                    server.flying -= 1
            if made is None:
                self.close_connection = True
                self.connection.close()
            else:
                self.send(*made)

        def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError, ValueError):  # the client went, or we did
                super().handle()

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server.port = httpd.server_address[1]
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()


def slow(seconds: float, then: Answer = honest) -> Answer:
    def answer(server: Server, order: dict[str, Any]) -> Any:
        time.sleep(seconds)
        return then(server, order)

    return answer
