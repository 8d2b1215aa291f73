"""A Slurm cluster of one machine in a folder: its own munge socket and key, ports, config and spool; no systemd. The
daemons are children of the test and are stopped by their process ids."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

CONFIG = """ClusterName=corridor
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
InactiveLimit=0
KillWait=1
MinJobAge=600
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""
TOOLS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "sinfo")


def missing():
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin"
    return [tool for tool in TOOLS if shutil.which(tool, path=path) is None]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin"
        self.env = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf"), "PATH": self.path}
        self.daemons = []
        import pwd
        host = socket.gethostname().split(".")[0]
        text = CONFIG.format(folder=self.folder, host=host, user=pwd.getpwuid(os.getuid()).pw_name,
                             controller_port=free_port(), node_port=free_port(), cpus=os.cpu_count() or 1)
        for sub in ("state", "spool"):
            (self.folder / sub).mkdir(mode=0o755)
        (self.folder / "slurm.conf").write_text(text)
        second = pathlib.Path("/sys/fs/cgroup/cgroup.controllers").exists()
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v2\nIgnoreSystemd=yes\n" if second
                                                 else "CgroupPlugin=cgroup/v1\n")
        (self.folder / "munge.key").write_bytes(os.urandom(128))
        (self.folder / "munge.key").chmod(0o400)

    def start(self):
        f = self.folder
        self.daemon("munged", "--foreground", "--force", f"--socket={f}/munge.socket", f"--key-file={f}/munge.key",
                    f"--log-file={f}/munged.log", f"--pid-file={f}/munged.pid", f"--seed-file={f}/munged.seed")
        self.wait_for(lambda: (f / "munge.socket").exists(), 20, "munged")
        self.daemon("slurmctld", "-D", "-i", "-f", f"{f}/slurm.conf")
        self.daemon("slurmd", "-D", "-f", f"{f}/slurm.conf")
        self.wait_for(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), 60, "the node")

    def daemon(self, name, *arguments):
        with open(self.folder / f"{name}.out", "wb") as out:
            self.daemons.append(subprocess.Popen([shutil.which(name, path=self.path), *arguments], env=self.env, stdout=out,
                                                 stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL))

    def wait_for(self, ready, seconds, what):
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not come up in {seconds} s\n{self.logs()}")
            time.sleep(0.2)

    def logs(self):
        return "\n".join(f"== {p.name}\n{p.read_text(errors='replace')[-1500:]}" for p in sorted(self.folder.glob("*.log")))

    def ask(self, *command):
        done = subprocess.run([shutil.which(command[0], path=self.path), *command[1:]], env=self.env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        return done.stdout + done.stderr

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in reversed(self.daemons):
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
