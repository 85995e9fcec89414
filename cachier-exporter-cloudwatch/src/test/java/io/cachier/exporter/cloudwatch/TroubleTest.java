package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;

class TroubleTest {
  @ParameterizedTest
  @CsvSource({
    "400, Throttling, NOT_TAKEN",
    "400, ThrottlingException, NOT_TAKEN",
    "400, RequestTimeTooSkewed, NOT_TAKEN",
    "429, '', NOT_TAKEN",
    "408, RequestTimeout, NOT_TAKEN",
    "500, InternalServiceError, NOT_TAKEN",
    "502, '', NOT_TAKEN",
    "503, ServiceUnavailable, NOT_TAKEN",
    "302, '', NOT_TAKEN",
    "401, '', REFUSED",
    "403, AccessDenied, REFUSED",
    "403, anything, REFUSED",
    "407, '', REFUSED",
    "400, UnrecognizedClientException, REFUSED",
    "400, ExpiredTokenException, REFUSED",
    "400, InvalidParameterValue, INVALID",
    "400, InvalidParameterCombination, INVALID",
    "400, MissingParameter, INVALID",
    "404, UnknownOperation, INVALID",
    "413, RequestEntityTooLarge, INVALID"
  })
  void of_answer_isByStatusAndCode(int status, String code, Trouble trouble) {
    assertThat(Trouble.of(answer(status, code))).isEqualTo(trouble);
    assertThat(Trouble.of(new CompletionException(answer(status, code)))).isEqualTo(trouble);
  }

  @Test
  void of_answerWithoutDetails_isByStatus() {
    AwsServiceException bare = CloudWatchException.builder().statusCode(400).build();

    assertThat(Trouble.of(bare)).isEqualTo(Trouble.INVALID);
    assertThat(Trouble.codeOf(bare)).isEqualTo("without a code");
    assertThat(Trouble.codeOf(answer(400, null))).isEqualTo("without a code");
  }

  static Stream<Throwable> beforeSending() {
    return Stream.of(
        new ConnectException("refused"),
        new NoRouteToHostException("no route"),
        new UnknownHostException("monitoring.example"),
        new UnresolvedAddressException(),
        new SSLHandshakeException("no trust"),
        new TimeoutException("Acquire operation took longer"));
  }

  @ParameterizedTest
  @MethodSource("beforeSending")
  void of_failureBeforeSending_isNotTaken(Throwable cause) {
    assertThat(Trouble.of(client(cause))).isEqualTo(Trouble.NOT_TAKEN);
    assertThat(Trouble.of(client(new IOException("wrapped", cause)))).isEqualTo(Trouble.NOT_TAKEN);
  }

  @Test
  void of_failureInBetween_isUnanswered() {
    assertThat(Trouble.of(client(new IOException("closed")))).isEqualTo(Trouble.UNANSWERED);
    assertThat(Trouble.of(client(new ClosedChannelException()))).isEqualTo(Trouble.UNANSWERED);
    assertThat(Trouble.of(ApiCallTimeoutException.create(1))).isEqualTo(Trouble.UNANSWERED);
    assertThat(Trouble.of(ApiCallAttemptTimeoutException.create(1))).isEqualTo(Trouble.UNANSWERED);
  }

  @Test
  void of_anythingElse_isUnsent() {
    assertThat(Trouble.of(SdkClientException.create("no credentials"))).isEqualTo(Trouble.UNSENT);
    assertThat(Trouble.of(new IllegalStateException("closed"))).isEqualTo(Trouble.UNSENT);
    assertThat(Trouble.of(new CompletionException("no cause", null))).isEqualTo(Trouble.UNSENT);
  }

  @Test
  void isThrottling_answer_isByItsCode() {
    assertThat(Trouble.isThrottling(answer(400, "Throttling"))).isTrue();
    assertThat(Trouble.isThrottling(answer(429, ""))).isTrue();
    assertThat(Trouble.isThrottling(answer(503, "ServiceUnavailable"))).isFalse();
    assertThat(Trouble.isThrottling(new IOException())).isFalse();
  }

  static AwsServiceException answer(int status, String code) {
    return CloudWatchException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("The value is\ninvalid " + "!".repeat(400))
                .build())
        .build();
  }

  static SdkClientException client(Throwable cause) {
    return SdkClientException.create("Unable to execute HTTP request: secret", cause);
  }
}
