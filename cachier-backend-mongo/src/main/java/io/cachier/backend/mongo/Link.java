package io.cachier.backend.mongo;

/**
 * What is known of the server once it was greeted.
 *
 * @param documents the documents on it
 * @param timing how its clock is used
 * @param streams whether it may tell of changes: a replica set or a sharded cluster
 * @param mostPayloadBytes the largest payload that fits into a document
 */
record Link(Documents documents, Timing timing, boolean streams, int mostPayloadBytes) {}
