"""The pack of an entry as one zip file. Nothing in it depends on when or where it is made."""

from __future__ import annotations

import io
import zipfile

from ingest.publish.pack.gather import Material, files, gather
from ingest.publish.pack.summary import summary
from ingest.store.transaction import Transaction

_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(tx: Transaction, entry_id: int, *, bank_name: str, time_zone: str) -> bytes | None:
    """The zip file's bytes; None if there is no such entry."""
    material = gather(tx, entry_id)
    return None if material is None else bundle(material, bank_name=bank_name, time_zone=time_zone)


def bundle(material: Material, *, bank_name: str, time_zone: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in files(material, summary(material, bank_name=bank_name, time_zone=time_zone)).items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, raw)
    return out.getvalue()
