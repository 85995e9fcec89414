package io.cachier.exporter.cloudwatch;

import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What the log is told of trouble. An exception's own message is repeated only where it can't hold
 * credentials: never one about signing or finding them.
 */
final class Sentences {
  private static final int LONGEST_MESSAGE = 300;
  private static final String REMEDY_OR_OFF =
      ", or switch the exporter off by cachier.exporter.cloudwatch.enabled=false. It tries again less"
          + " and less often, and says no more of it";

  private Sentences() {}

  static String of(Trouble trouble, Throwable failure, int data) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (trouble) {
      case NO_REGION ->
          "no AWS region is known, so nothing is sent; set AWS_REGION or cachier.cloudwatch.region"
              + REMEDY_OR_OFF;
      case NO_CREDENTIALS ->
          "no AWS credentials were found, so nothing is sent; the SDK looks at the system properties"
              + " aws.accessKeyId and aws.secretAccessKey, at AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, at a web identity, at the profile (AWS_PROFILE), and at the"
              + " role of the container or machine; set one"
              + REMEDY_OR_OFF;
      case REFUSED ->
          "CloudWatch refused the credentials ("
              + answer(cause)
              + "), so nothing is sent; they need the permission cloudwatch:PutMetricData"
              + REMEDY_OR_OFF;
      case UNSENT ->
          "nothing is sent, since the AWS client failed before sending ("
              + cause.getClass().getName()
              + "); check the AWS configuration"
              + REMEDY_OR_OFF;
      case NOT_TAKEN ->
          "CloudWatch did not take "
              + data
              + " data ("
              + answer(cause)
              + "); they are kept and sent again";
      case UNANSWERED ->
          "a request with "
              + data
              + " data was not answered ("
              + answer(cause)
              + "); it may have arrived, is sent once more and then dropped";
      case INVALID ->
          "CloudWatch rejected "
              + data
              + " data, and they are dropped: "
              + answer(cause)
              + said(cause);
    };
  }

  private static String answer(Throwable failure) {
    return failure instanceof AwsServiceException answer
        ? "HTTP " + answer.statusCode() + ", " + Trouble.codeOf(answer)
        : root(failure);
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null
        ? root.getClass().getName()
        : root.getClass().getName() + ": " + cleaned(root.getMessage());
  }

  private static String said(Throwable failure) {
    return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? ", " + cleaned(String.valueOf(answer.awsErrorDetails().errorMessage()))
        : "";
  }

  private static String cleaned(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }
}
