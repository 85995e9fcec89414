package io.cachier.core;

import io.cachier.CacheSettings;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import java.time.Duration;
import java.util.Objects;

/** The setters that every builder has, collected into a draft. */
abstract class DraftCollector<B extends CacheSettings<B>> implements CacheSettings<B> {
  final PolicyDraft draft = new PolicyDraft();

  abstract B self();

  @Override
  public B staleAfter(Duration age) {
    draft.staleAfter = Objects.requireNonNull(age, "age");
    draft.neverStale = false;
    return self();
  }

  @Override
  public B neverStale() {
    draft.staleAfter = null;
    draft.neverStale = true;
    return self();
  }

  @Override
  public B staleWhileRevalidate(Duration ceiling) {
    draft.staleWhileRevalidate = Objects.requireNonNull(ceiling, "ceiling");
    return self();
  }

  public B maximumEntries(long entries) {
    draft.maximumEntries = entries;
    return self();
  }

  public B maximumBytes(long bytes) {
    draft.maximumBytes = bytes;
    draft.maximumBytesText = null;
    return self();
  }

  public B maximumBytes(String size) {
    draft.maximumBytesText = Objects.requireNonNull(size, "size");
    draft.maximumBytes = null;
    return self();
  }

  @Override
  public B staleIfError(Duration ceiling) {
    draft.staleIfError = Objects.requireNonNull(ceiling, "ceiling");
    return self();
  }

  @Override
  public B jitter(double fraction) {
    draft.jitter = fraction;
    return self();
  }

  @Override
  public B earlyRefresh(double beta) {
    draft.earlyRefresh = beta;
    return self();
  }

  @Override
  public B cleanup(Duration interval) {
    draft.cleanup = Objects.requireNonNull(interval, "interval");
    return self();
  }

  @Override
  public B keepKeys(boolean keep) {
    draft.keepKeys = keep;
    return self();
  }

  @Override
  public B nearCache(long maximumEntries, Duration ttl) {
    draft.nearEntries = maximumEntries;
    draft.nearTtl = Objects.requireNonNull(ttl, "ttl");
    draft.noNear = false;
    return self();
  }

  @Override
  public B noNearCache() {
    draft.nearEntries = null;
    draft.nearTtl = null;
    draft.noNear = true;
    return self();
  }

  @Override
  public B waitTimeout(Duration timeout) {
    draft.waitTimeout = Objects.requireNonNull(timeout, "timeout");
    return self();
  }

  @Override
  public B waitPolicy(WaitPolicy policy) {
    draft.waitPolicy = Objects.requireNonNull(policy, "policy");
    return self();
  }

  @Override
  public B cacheNulls(boolean store) {
    draft.cacheNulls = store;
    return self();
  }

  @Override
  public B entrySizeLimit(long bytes) {
    draft.entrySizeLimit = bytes;
    draft.entrySizeText = null;
    return self();
  }

  @Override
  public B entrySizeLimit(String size) {
    draft.entrySizeText = Objects.requireNonNull(size, "size");
    draft.entrySizeLimit = null;
    return self();
  }

  @Override
  public B metrics(MetricsPolicy policy) {
    draft.metrics = Objects.requireNonNull(policy, "policy");
    return self();
  }

  @Override
  public B backend(String name) {
    draft.backend = Objects.requireNonNull(name, "name");
    return self();
  }
}
