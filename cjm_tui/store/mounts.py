"""Which file systems are refused because their locks do not reach other machines' programs."""

import re
from pathlib import Path

_NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|afs|9p|ncpfs|ceph|lustre|gpfs|beegfs|pvfs2|orangefs|ocfs2|gfs2?"
    r"|fuse\.(sshfs|glusterfs|s3fs|rclone|davfs2?|gcsfuse|ceph.*|curlftpfs))\Z"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the type of the network file system that `folder` is on, or "" if it is local.

    Also "" where the system does not say.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    deepest, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[1]))
        if folder.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), fields[2]
    return kind if _NETWORK.match(kind) else ""
