package io.cachier.examples;

import java.io.Serializable;

/**
 * What a module of the JDK is, in one line.
 *
 * @param module its name
 * @param classes how many classes it has
 * @param bytes their size together
 * @param sha256 the digest of all of them, in the order of their names
 */
public record ModuleFingerprint(String module, int classes, long bytes, String sha256)
    implements Serializable {}
