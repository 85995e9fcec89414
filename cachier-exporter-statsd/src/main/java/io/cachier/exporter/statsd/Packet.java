package io.cachier.exporter.statsd;

/**
 * What is sent at once.
 *
 * @param text lines with line feeds between them
 * @param figures how many figures it holds
 */
record Packet(String text, int figures) {}
