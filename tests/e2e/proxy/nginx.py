"""A real nginx in front of muster: a process of its own, with its own configuration in a directory of the test's, reached by sockets there."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

# "usual" is what an operator writes; "lenient" switches off what nginx does against odd requests, and hands bodies on as they come.
CONFIG = """\
daemon off;
{user}
pid {path}/pid;
error_log {path}/error.log info;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_header_timeout 1s;
  client_body_timeout 1s;
  keepalive_timeout 1s;
  {temp_paths}
  upstream muster {{ server 127.0.0.1:{port}; keepalive 4; }}
  map $http_upgrade $connection_upgrade {{ default upgrade; "" ""; }}
  proxy_http_version 1.1;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  server {{
    listen unix:{path}/usual;
    proxy_set_header Host $host;
    location /hooks/ {{ return 403; }}
    location / {{ proxy_pass http://muster; }}
  }}
  server {{
    listen unix:{path}/lenient;
    ignore_invalid_headers off;
    underscores_in_headers on;
    merge_slashes off;
    proxy_request_buffering off;
    proxy_set_header Host $http_host;
    location /hooks/ {{ return 403; }}
    location / {{ proxy_pass http://muster; }}
  }}
}}
"""
TEMP_PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    KINDS = ("usual", "lenient")

    def __init__(self, port):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            raise AssertionError("nginx is missing. do: deploy/install-packages test")
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        config = self.path / "nginx.conf"
        config.write_text(CONFIG.format(
            path=self.path, port=port, user="user root;" if os.geteuid() == 0 else "",
            temp_paths="\n  ".join(f"{name}_temp_path {self.path}/{name};" for name in TEMP_PATHS)))
        self.process = subprocess.Popen([program, "-e", self.path / "error.log", "-c", config], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not (self.path / "lenient").exists() or b"alive" not in self.get("lenient", "/healthz"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("nginx did not start: " + (self.path / "error.log").read_text())
            time.sleep(0.05)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def say(self, kind, data):
        """All that comes back until the connection ends."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
            connection.settimeout(20)
            try:
                connection.connect(str(self.path / kind))
                connection.sendall(data)
                answer = b""
                while piece := connection.recv(65536):
                    answer += piece
                return answer
            except (ConnectionResetError, BrokenPipeError, ConnectionRefusedError):
                return b""

    def get(self, kind, path):
        return self.say(kind, f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
