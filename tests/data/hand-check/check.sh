# Checks the chain of a record without breach: sh check.sh record.jsonl
head=$(printf '%064d' 0) number=0
while IFS= read -r line; do
    case $line in
        '{"seq":'"$number"',"at":'*'"prev":"'"$head"'","event":'*) ;;
        *) echo "entry $number does not follow from the one before" >&2; exit 1 ;;
    esac
    head=$(printf '%s' "$line" | sha256sum | cut -c 1-64)
    number=$((number + 1))
done < "$1"
if [ -n "$line" ]; then echo "the end is torn" >&2; exit 1; fi
echo "$number entries, head $head"
