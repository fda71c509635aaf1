# Checks the chain of a record without breach: python3 check.py record.jsonl
import hashlib, json, sys

lines = open(sys.argv[1], "rb").read().split(b"\n")
head = "0" * 64
for number, line in enumerate(lines[:-1]):
    entry = json.loads(line)
    if entry["seq"] != number or entry["prev"] != head:
        sys.exit(f"entry {number} does not follow from the one before")
    head = hashlib.sha256(line).hexdigest()
if lines[-1]:
    sys.exit("the end is torn")
print(f"{len(lines) - 1} entries, head {head}")
