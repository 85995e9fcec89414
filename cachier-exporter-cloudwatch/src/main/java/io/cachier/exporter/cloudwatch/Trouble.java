package io.cachier.exporter.cloudwatch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Why data did not arrive, and so what becomes of them. */
enum Trouble {
  /** No region is set. The data are kept. */
  NO_REGION,
  /** There are no credentials, or they can't be had. The data are kept. */
  NO_CREDENTIALS,
  /** The credentials or permissions do not suffice. The data are kept. */
  REFUSED,
  /** CloudWatch did not take them, or was not reached at all. The data are kept. */
  NOT_TAKEN,
  /** There was no answer to a request that may have arrived. The data are sent once more. */
  UNANSWERED,
  /** CloudWatch will never take these data. They are dropped. */
  INVALID,
  /** The request failed before it was sent, for another reason. The data are kept. */
  UNSENT;

  private static final int REQUEST_TIMEOUT = 408;
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 407);

  /** Some come with the status 400. */
  private static final Set<String> REFUSAL_CODES =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /** The next attempt waits, longer each time: a person has to do something first. */
  boolean needsAPerson() {
    return this == NO_REGION || this == NO_CREDENTIALS || this == REFUSED || this == UNSENT;
  }

  /** Other requests would fail as well. */
  boolean isOfAll() {
    return this != INVALID;
  }

  static Trouble of(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return of(failure.getCause());
    }
    if (failure instanceof AwsServiceException answer) {
      return ofAnswer(answer);
    }
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      return UNANSWERED;
    }
    Trouble trouble = UNSENT;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (happensBeforeSending(cause)) {
        return NOT_TAKEN;
      }
      trouble = cause instanceof IOException ? UNANSWERED : trouble;
    }
    return trouble;
  }

  private static Trouble ofAnswer(AwsServiceException answer) {
    int status = answer.statusCode();
    if (isThrottling(answer)
        || answer.isClockSkewException()
        || status == REQUEST_TIMEOUT
        || status < 400
        || status >= 500) {
      return NOT_TAKEN;
    }
    return REFUSALS.contains(status) || REFUSAL_CODES.contains(codeOf(answer)) ? REFUSED : INVALID;
  }

  static boolean isThrottling(Throwable failure) {
    return failure instanceof AwsServiceException answer && answer.isThrottlingException();
  }

  static String codeOf(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "without a code" : code;
  }

  private static boolean happensBeforeSending(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof UnresolvedAddressException
        || cause instanceof SSLHandshakeException
        // The SDK's pool of connections gave none in time.
        || cause instanceof TimeoutException;
  }
}
