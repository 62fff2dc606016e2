#!/usr/bin/env python3
"""A worker of the orchestrator in plain Python: nothing but SQL calls.

    pip install pg8000
    PGHOST=… PGPORT=… PGDATABASE=… PGUSER=… PGPASSWORD=… python3 worker.py --id py-1

It takes jobs of the kind "count_lines": {"path": "/data/big.txt"}, keeps a checkpoint after every
few blocks, and can be cancelled or killed at any time. The protocol is described in
src/docs/workers-in-any-language.md; the comments here name its steps.
"""

import argparse
import json
import os
import signal
import socket
import sys
import threading
import time
from datetime import datetime, timezone

import pg8000.native

KINDS = ["count_lines"]
ENGINE = "python"
BLOCK = 64 * 1024


class Fenced(Exception):
    """Another worker has the job, or this one was declared dead."""


class Cancelled(Exception):
    """Somebody asked for the job to end."""


class BadRequest(Exception):
    """The job can never work as it is."""


def connect():
    return pg8000.native.Connection(
        user=os.environ.get("PGUSER", "postgres"),
        password=os.environ.get("PGPASSWORD"),
        host=os.environ.get("PGHOST", "localhost"),
        port=int(os.environ.get("PGPORT", "5432")),
        database=os.environ.get("PGDATABASE", "orchestrator"),
        timeout=10,
        application_name="worker.py",
    )


class Worker:
    def __init__(self, worker_id, lease_seconds):
        self.worker_id = worker_id
        self.lease = lease_seconds
        self.no = self.epoch = None
        self.leave = threading.Event()  # a signal: finish and go
        self.fenced = threading.Event()  # declared dead, or too long without contact
        self.may_claim = True
        self.commands = {}  # (no, epoch) -> reason
        self.running = 0

    # 1. Register. A new epoch: whatever an earlier life of this worker held is put back.
    def register(self, db):
        worker = {
            "worker_id": self.worker_id,
            "name": self.worker_id,
            "kind": "traditional",
            "version": "python " + sys.version.split()[0],
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "slots": 1,
            "lease_seconds": self.lease,
            "job_types": KINDS,
            "engines": [ENGINE],
        }
        row = db.run(
            "SELECT worker_no, epoch FROM orchestrator.register_worker(CAST(:w AS jsonb))",
            w=json.dumps(worker),
        )[0]
        self.no, self.epoch = row
        self.fenced.clear()
        self.commands.clear()
        print(f"registered as worker {self.no}, epoch {self.epoch}", flush=True)

    # 2. Heartbeat, on a thread and a connection of its own: a long call of the job must not delay it.
    def keep_heartbeat(self, stop):
        db = None
        last_contact = time.monotonic()
        while not stop.wait(self.lease / 4):
            try:
                db = db or connect()
                valid, paused, draining, commands = db.run(
                    "SELECT valid, paused, draining, commands"
                    " FROM orchestrator.heartbeat(:no, :epoch, :running)",
                    no=self.no,
                    epoch=self.epoch,
                    running=self.running,
                )[0]
            except Exception as e:  # whatever it was: contact is lost
                print(f"no heartbeat: {e}", file=sys.stderr, flush=True)
                db = None
                if time.monotonic() - last_contact > self.lease * 5 / 8:
                    # Another worker will get the job when the lease ends: stop before.
                    self.fenced.set()
                continue
            last_contact = time.monotonic()
            if not valid:
                self.fenced.set()
                return
            self.may_claim = not paused and not draining
            for command in commands:
                self.commands[(command["no"], command["epoch"])] = command["reason"] or "cancelled"

    # 3. Claim: at most as many as there are free slots.
    def claim(self, db):
        if not self.may_claim:
            return None
        rows = db.run(
            "SELECT no, job_id, epoch, job_name, config FROM orchestrator.claim_jobs(:no, :epoch, 1)",
            no=self.no,
            epoch=self.epoch,
        )
        return Job(self, db, *rows[0]) if rows else None

    def work(self):
        db = connect()
        self.register(db)
        stop = threading.Event()
        heart = threading.Thread(target=self.keep_heartbeat, args=(stop,), daemon=True)
        heart.start()
        try:
            while not self.leave.is_set() and not self.fenced.is_set():
                job = self.claim(db)
                if job is None:
                    self.leave.wait(0.3)
                    continue
                self.running = 1
                job.execute()
                self.running = 0
            if not self.fenced.is_set():
                # 9. Deregister: what it still holds goes to others at once.
                db.run("SELECT orchestrator.deregister_worker(:no, :epoch)", no=self.no, epoch=self.epoch)
        finally:
            stop.set()
            db.close()


class Job:
    def __init__(self, worker, db, no, job_id, epoch, name, config):
        self.worker, self.db = worker, db
        self.no, self.job_id, self.epoch, self.name, self.config = no, job_id, epoch, name, config
        self.lines_logged = 0
        self.began = datetime.now(timezone.utc)

    # 4. Start, before doing anything. False: the claim was lost.
    def start(self):
        started = self.db.run(
            "SELECT orchestrator.start_run(:w, :no, :epoch, :engine, :run, NULL)",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
            engine=ENGINE,
            run=f"{self.worker.worker_id}/{os.getpid()}",
        )[0][0]
        if not started:
            raise Fenced()

    # 5. Progress and log. Calls for a lost claim answer 0 or false; they are never errors.
    def progress(self, percent, records, message):
        taken = self.db.run(
            "SELECT orchestrator.report_progress(:w, CAST(:nos AS bigint[]), CAST(:epochs AS integer[]),"
            " CAST(:percents AS float8[]), CAST(:records AS bigint[]), '{0}', '{NULL}',"
            " CAST(:messages AS text[]))",
            w=self.worker.no,
            nos=[self.no],
            epochs=[self.epoch],
            percents=[float(percent)],
            records=[records],
            messages=[message],
        )[0][0]
        if taken == 0:
            raise Fenced()

    def log(self, text, level="info"):
        self.lines_logged += 1
        self.db.run(
            "SELECT orchestrator.append_log(:w, :no, :epoch, CAST(:seqs AS bigint[]),"
            " ARRAY[clock_timestamp()], CAST(:levels AS text[]), CAST(:texts AS text[]))",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
            seqs=[self.lines_logged],
            levels=[level],
            texts=[text],
        )

    # 6. Checkpoints: what the next attempt has to know, on whatever worker.
    def load_checkpoint(self):
        rows = self.db.run(
            "SELECT chunk_no, output FROM orchestrator.load_checkpoints(:w, :no, :epoch)"
            " ORDER BY chunk_no",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
        )
        if not rows:
            return None
        self.db.run(
            "SELECT orchestrator.resume_checkpoints(:w, :no, :epoch, :keep, :reason)",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
            keep=rows[-1][0] + 1,
            reason=f"Goes on behind block {rows[-1][1]['block']}",
        )
        return rows[-1]

    def save_checkpoint(self, number, of, state):
        saved = self.db.run(
            "SELECT orchestrator.save_checkpoint(:w, :no, :epoch, :n, :of, 'count_lines 1', '',"
            " CAST(:state AS jsonb), :rows)",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
            n=number,
            of=of,
            state=json.dumps(state),
            rows=state["lines"],
        )[0][0]
        if not saved:
            raise Fenced()

    def check(self):
        if self.worker.fenced.is_set():
            raise Fenced()
        if (self.no, self.epoch) in self.worker.commands:
            raise Cancelled(self.worker.commands[(self.no, self.epoch)])

    # 7. The end: completed, failed or cancelled. No row in the answer: it was not ours any more.
    def execute(self):
        print(f"{self.job_id} begins", flush=True)
        try:
            self.start()
            result = count_lines(self)
            self.complete(result)
        except Fenced:
            print(f"{self.job_id} was given to another worker: nothing is reported", flush=True)
        except Cancelled as e:
            self.confirm_cancel(str(e))
        except BadRequest as e:
            self.fail("BAD_REQUEST", "user", str(e))
        except OSError as e:
            self.fail("READ_FAILED", "engine", str(e))

    def complete(self, result):
        # Nobody needs the checkpoints any more. False: another worker has the job.
        if not self.db.run(
            "SELECT orchestrator.end_checkpoints(:w, :no, :epoch)",
            w=self.worker.no,
            no=self.no,
            epoch=self.epoch,
        )[0][0]:
            raise Fenced()
        self.settled(
            "complete_jobs(:w, :nos, :epochs, CAST(:began AS timestamptz[]), :engines,"
            " ARRAY[CAST(:result AS jsonb)], CAST(:records AS bigint[]))",
            result=json.dumps(result),
            records=[result["lines"]],
        )

    def fail(self, code, kind, message):
        # By policy: the database knows how often and when it is tried again.
        self.settled(
            "fail_jobs(:w, :nos, :epochs, CAST(:began AS timestamptz[]), :engines,"
            " CAST(:codes AS text[]), CAST(:kinds AS text[]), CAST(:messages AS text[]), '{NULL}',"
            " '{f}', '{NULL}', '{t}')",
            codes=[code],
            kinds=[kind],
            messages=[message],
        )

    def confirm_cancel(self, reason):
        self.settled(
            "cancel_jobs_confirmed(:w, :nos, :epochs, CAST(:began AS timestamptz[]), :engines, '{t}',"
            " CAST(:messages AS text[]))",
            messages=[reason],
        )

    def settled(self, call, **arguments):
        call = call.replace(":nos", "CAST(:nos AS bigint[])").replace(
            ":epochs", "CAST(:epochs AS integer[])"
        ).replace(":engines", "CAST(:engines AS text[])")
        rows = self.db.run(
            "SELECT no FROM orchestrator." + call,
            w=self.worker.no,
            nos=[self.no],
            epochs=[self.epoch],
            began=[self.began],
            engines=[ENGINE],
            **arguments,
        )
        print(f"{self.job_id} {'settled' if rows else 'was not ours any more'}", flush=True)


def count_lines(job):
    """The work itself: counts the lines of a file, block by block."""
    path = job.config.get("path")
    delay = float(job.config.get("delay_seconds", 0))
    if not isinstance(path, str) or not os.path.isfile(path):
        raise BadRequest(f"'path' must name a file, not {path!r}")
    size = os.path.getsize(path)
    blocks = max(1, -(-size // BLOCK))
    block = lines = 0
    checkpoint = job.load_checkpoint()
    if checkpoint:
        block, lines = checkpoint[1]["block"], checkpoint[1]["lines"]
        job.log(f"Goes on behind block {block} with {lines} lines")
    resumed = block
    with open(path, "rb") as file:
        file.seek(block * BLOCK)
        while data := file.read(BLOCK):
            job.check()
            lines += data.count(b"\n")
            block += 1
            job.save_checkpoint(block - 1, blocks, {"block": block, "lines": lines})
            job.progress(100.0 * block / blocks, lines, f"block {block} of {blocks}")
            time.sleep(delay)
    job.log(f"{lines} lines in {path}")
    return {"lines": lines, "bytes": size, "resumed_behind_block": resumed}


def passes(error):
    """Whether calling again may help: lost connections, restarts, conflicts."""
    if isinstance(error, OSError):
        return True
    if isinstance(error, pg8000.native.InterfaceError):
        return "network" in str(error) or "connect" in str(error)
    state = error.args[0].get("C", "") if error.args and isinstance(error.args[0], dict) else ""
    return state[:2] in ("08", "40", "53", "57") or state == "55P03"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--id", default=f"python-{socket.gethostname()}", help="stable and unique")
    options.add_argument("--lease", type=float, default=8, help="seconds of silence until it is called dead")
    given = options.parse_args()
    worker = Worker(given.id, given.lease)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.leave.set())
    # 8. Fenced, or the connection is gone: stop, report nothing, register again.
    while not worker.leave.is_set():
        try:
            worker.work()
        except (OSError, pg8000.native.InterfaceError, pg8000.native.DatabaseError) as e:
            if not passes(e):
                raise
            print(f"lost contact: {e}; tries again", file=sys.stderr, flush=True)
            worker.leave.wait(1)


if __name__ == "__main__":
    main()
