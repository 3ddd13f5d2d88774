"""The Batch API of the simulated server: files in and out, batches that take their time."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from evals.simulation.listener import Request, Response
from evals.simulation.misbehaviour import Behaviour

AnswerLine = Callable[[dict[str, Any], str], Response]
"""From the body of a line and the authorization to what a single request would get."""

_EXPIRED = {"code": "batch_expired", "message": "This request was not executed in time."}


@dataclass(slots=True)
class SimulatedBatches:
    """Files and batches by their ids; each line is answered as a request of its own would be."""

    answer: AnswerLine
    behaviour: Behaviour
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)

    def serve(self, request: Request) -> Response | None:
        """Return what a request for a file or a batch gets; None where it is for neither."""
        place = request.path.partition("?")[0].removeprefix("/v1").strip("/").split("/")
        match (request.method, *place):
            case ("POST", "files"):
                return self._take_file(request)
            case ("GET", "files", name, "content") if name in self.files:
                return Response(200, self.files[name], {"Content-Type": "application/jsonl"})
            case ("POST", "batches"):
                return self._begin(json.loads(request.body))
            case ("GET", "batches"):
                return Response(200, {"object": "list", "data": list(self.batches.values())})
            case ("GET", "batches", name) if name in self.batches:
                return self._look(name, request.headers.get("authorization", ""))
            case (_, "files" | "batches", *_):
                missing = {"message": "No such object", "code": "not_found"}
                return Response(HTTPStatus.NOT_FOUND, {"error": missing})
        return None

    def _take_file(self, request: Request) -> Response:
        boundary = request.headers["content-type"].partition("boundary=")[2].strip('"')
        parts = request.body.split(f"--{boundary}".encode())
        [held] = [part for part in parts if b"filename=" in part]
        name = self._keep(held.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n"))
        return Response(200, self._file(name))

    def _keep(self, content: bytes) -> str:
        name = f"file-{len(self.files)}"
        self.files[name] = content
        return name

    def _file(self, name: str) -> dict[str, Any]:
        size = len(self.files[name])
        return {
            "id": name,
            "object": "file",
            "bytes": size,
            "created_at": 0,
            "filename": name,
            "purpose": "batch",
            "status": "processed",
        }

    def _begin(self, wanted: dict[str, Any]) -> Response:
        name = f"batch_{len(self.batches)}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "created_at": 0,
            "status": "validating",
            **wanted,
        }
        return Response(200, self.batches[name])

    def _look(self, name: str, authorization: str) -> Response:
        batch = self.batches[name]
        self.looks[name] = self.looks.get(name, 0) + 1
        if batch["status"] not in ("validating", "in_progress"):
            return Response(200, batch)
        batch["status"] = "in_progress"
        if self.looks[name] > self.behaviour.batch_looks:
            self._end(batch, authorization)
        return Response(200, batch)

    def _end(self, batch: dict[str, Any], authorization: str) -> None:
        batch["status"] = self.behaviour.batch_end
        if self.behaviour.batch_end == "failed":
            error = {"code": "invalid", "message": "The file has no valid line"}
            batch["errors"] = {"object": "list", "data": [error]}
            return
        done: list[str] = []
        failed: list[str] = []
        lines = self.files[batch["input_file_id"]].decode().splitlines()
        if self.behaviour.batch_end == "expired":
            for left in lines[len(lines) // 2 :]:
                failed.append(_line(json.loads(left), None))
            lines = lines[: len(lines) // 2]
        for line in map(json.loads, lines):
            response = self.answer(line["body"], authorization)
            answered = _line(line, response)
            (done if response.status == HTTPStatus.OK else failed).append(answered)
        batch["output_file_id"] = self._keep("".join(done).encode()) if done else None
        batch["error_file_id"] = self._keep("".join(failed).encode()) if failed else None


def _line(asked: dict[str, Any], response: Response | None) -> str:
    """Return a line of an output or error file; without a response, of one that expired."""
    said: dict[str, Any] = {"id": "line", "custom_id": asked["custom_id"], "error": None}
    if response is None or response.status == 0:
        said |= {"response": None, "error": _EXPIRED}
    else:
        body: Any = response.body
        if isinstance(body, bytes):
            body = body.decode("utf-8", "replace")
        said["response"] = {"status_code": response.status, "request_id": "r", "body": body}
    return json.dumps(said, ensure_ascii=False) + "\n"
