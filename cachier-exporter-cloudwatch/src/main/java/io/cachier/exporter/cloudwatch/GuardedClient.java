package io.cachier.exporter.cloudwatch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * The SDK's client: the application's own, or one that is made when it is first needed. Making one
 * means to look for region and credentials, and so perhaps to ask the machine's metadata service,
 * which takes seconds where there is none. Whatever the SDK throws becomes a {@link
 * NotConnectedException} or a failed future. Thread-safe.
 */
final class GuardedClient {
  private final Options options;
  private @Nullable Own own;
  private boolean closed;

  /** A client that was made here, and has to be closed here. */
  private record Own(CloudWatchAsyncClient client, DefaultCredentialsProvider credentials) {
    void close() {
      client.close();
      credentials.close();
    }
  }

  GuardedClient(Options options) {
    this.options = options;
  }

  /**
   * Makes sure that there is a client, with a region and credentials. May take seconds.
   *
   * @throws NotConnectedException if something of these is missing
   */
  void connect() throws NotConnectedException {
    if (options.client().isEmpty()) {
      try {
        Own known = known();
        // Without the lock: close() must not wait for the metadata service.
        Own ready = known == null ? keep(make(region())) : known;
        resolve(ready.credentials());
      } catch (RuntimeException | LinkageError e) {
        throw new NotConnectedException(Trouble.UNSENT, e);
      }
    }
  }

  /**
   * Sends a request, after {@link #connect}.
   *
   * @param request within CloudWatch's limits
   * @return ends when the request has been answered or has failed for good
   */
  CompletableFuture<?> send(PutMetricDataRequest request) {
    try {
      return client().putMetricData(request);
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CloudWatchAsyncClient client() {
    Own known = known();
    return known == null ? options.client().orElseThrow() : known.client();
  }

  private synchronized @Nullable Own known() {
    return own;
  }

  private synchronized Own keep(Own made) {
    if (closed) {
      made.close();
    } else {
      own = made;
    }
    return made;
  }

  private Region region() throws NotConnectedException {
    if (options.region().isPresent()) {
      return Region.of(options.region().get());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new NotConnectedException(Trouble.NO_REGION, e);
    }
  }

  /** Each time, since credentials run out; the provider keeps those that have not. */
  private static void resolve(DefaultCredentialsProvider credentials) throws NotConnectedException {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new NotConnectedException(Trouble.NO_CREDENTIALS, e);
    }
  }

  private Own make(Region region) {
    DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    CloudWatchAsyncClientBuilder builder =
        CloudWatchAsyncClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .overrideConfiguration(settings -> settings.retryStrategy(retries()));
    options.endpoint().ifPresent(builder::endpointOverride);
    return new Own(builder.build(), credentials);
  }

  /**
   * The SDK's own but for one thing: a request without an answer may have arrived, and is not
   * repeated at once.
   */
  private static RetryStrategy retries() {
    return DefaultRetryStrategy.standardStrategyBuilder()
        .useClientDefaults(false)
        .retryOnException(failure -> Trouble.of(failure) == Trouble.NOT_TAKEN)
        .treatAsThrottling(Trouble::isThrottling)
        .build();
  }

  /** Closes the client that was made here; takes a few seconds. */
  void close() {
    Own last;
    synchronized (this) {
      closed = true;
      last = own;
      own = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
