"""Reads an exposition from standard input by prometheus_client's own parsers, writes its samples."""

import json
import math
import sys

if sys.argv[1] == "openmetrics":
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
else:
    from prometheus_client.parser import text_string_to_metric_families


def text(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return repr(float(value))


samples = []
for family in text_string_to_metric_families(sys.stdin.buffer.read().decode("utf-8")):
    for sample in family.samples:
        samples.append(
            {
                "family": family.name,
                "type": family.type,
                "unit": family.unit,
                "help": family.documentation,
                "name": sample.name,
                "labels": sample.labels,
                "value": text(sample.value),
            }
        )
print(json.dumps(samples))
