package io.cachier.tck;

import java.io.Serializable;
import java.util.List;

/** Declared as a result, and defined by a loader that tells what it was asked for. */
record Witness(String name, List<String> names) implements Serializable {}
