"""What is measured without Slack: alerts by HTTP, the disk, and the store's questions."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import contenders as who

CONNECTIONS = 64


def json_of(command, **options):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout)


def wait_for(url):
    for _ in range(1500):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"{url} does not answer")


def hooks_to_muster(bench):
    with who.Muster(bench) as contender:
        contender.incidents = 0
        contender.start()
        return json_of([bench.program("bench/load/hook_load"), str(contender.port), "/hooks/prometheus", str(CONNECTIONS),
                        str(bench.alerts), "webhook", who.SOURCE_TOKEN])


def hooks_to_alertmanager(bench):
    folder = tempfile.mkdtemp(prefix="alertmanager-", dir=bench.scratch)
    config = os.path.join(folder, "alertmanager.yml")
    with open(config, "w") as file:
        file.write("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    port = who.free_port()
    log = open(os.path.join(folder, "log"), "ab")
    child = subprocess.Popen(["prometheus-alertmanager", f"--config.file={config}", f"--storage.path={folder}/data",
                              f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="], stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/-/ready")
        return json_of([bench.program("bench/load/hook_load"), str(port), "/api/v2/alerts", str(CONNECTIONS),
                        str(bench.alerts), "v2"])
    finally:
        child.terminate()
        child.wait()
        shutil.rmtree(folder)


def disk(bench):
    return json_of([bench.program("bench/load/disk_limits"), bench.scratch, str(bench.disk_rounds)])


def questions(bench):
    """Timelines, search, a month's report and a postmortem, in an invented database that is made once."""
    return json_of([bench.program("bench/product/product_bench"), str(bench.big_database()), "questions",
                    str(bench.big[0])])


def start_big(bench):
    """From its start until Slack greets it, with the invented database."""
    with who.Muster(bench) as contender:
        contender.incidents = 0
        os.mkdir(contender.data(), 0o700)
        for name in os.listdir(bench.big_database()):
            shutil.copy(os.path.join(bench.big_database(), name), contender.data())
        os.sync()  # what the copy left in memory would be written by the first commit
        started = contender.start()
        return {"start_ms": started, "idle_mb": contender.resident_mb()}
