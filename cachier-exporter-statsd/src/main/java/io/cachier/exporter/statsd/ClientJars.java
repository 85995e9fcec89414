package io.cachier.exporter.statsd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks where the classes of the StatsD client come from, before any of them is loaded. Datadog's
 * client has the same package and partly the same classes; with both on one class path, whichever
 * jar comes first gives some classes to the other's code, which then fails with errors that tell
 * nobody why.
 */
final class ClientJars {
  private static final String PACKAGE = "com/timgroup/statsd/";
  private static final String ANY_CLIENT = PACKAGE + "StatsDClient.class";
  private static final String OUR_CLIENT = PACKAGE + "NonBlockingUdpSender.class";
  private static final String NEEDED = "com.timgroup:java-statsd-client:3.1.0";

  private ClientJars() {}

  /**
   * Checks that there is a client, and no other of the same package.
   *
   * @param loader the loader that the exporter's classes come from
   * @throws IllegalStateException that names the jars and what to do
   */
  static void check(ClassLoader loader) {
    Set<String> ours = holders(loader, OUR_CLIENT);
    Set<String> others = holders(loader, ANY_CLIENT);
    others.removeAll(ours);
    if (ours.isEmpty() && others.isEmpty()) {
      throw new IllegalStateException("there is no StatsD client on the class path; add " + NEEDED);
    }
    if (ours.isEmpty()) {
      throw new IllegalStateException(
          "the package com.timgroup.statsd comes from "
              + names(others)
              + ", which is another client than this exporter needs; add "
              + NEEDED
              + " and leave "
              + names(others)
              + remedy());
    }
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "two clients share the package com.timgroup.statsd: "
              + names(ours)
              + " and "
              + names(others)
              + "; keep one: leave "
              + names(others)
              + remedy());
    }
  }

  /**
   * Says which jar the client comes from that does not fit.
   *
   * @param loader the loader that the exporter's classes come from
   * @param cause what the JVM says
   * @return an exception to throw
   */
  static IllegalStateException unfit(ClassLoader loader, LinkageError cause) {
    return new IllegalStateException(
        "the StatsD client of "
            + names(holders(loader, OUR_CLIENT))
            + " does not fit this exporter; put "
            + NEEDED
            + " in its place",
        cause);
  }

  private static String remedy() {
    return " out (usually com.datadoghq:java-dogstatsd-client), or move its packages by shading it";
  }

  /** Jars and folders that hold a class file. */
  private static Set<String> holders(ClassLoader loader, String classFile) {
    try {
      Set<String> holders = new TreeSet<>();
      for (URL found : Collections.list(loader.getResources(classFile))) {
        String place = found.toString();
        holders.add(place.substring(0, place.length() - classFile.length()));
      }
      return holders;
    } catch (IOException e) {
      throw new UncheckedIOException("looking for the StatsD client", e);
    }
  }

  /** File names only: where somebody's files are is nobody's business in a log. */
  private static String names(Set<String> places) {
    List<String> names = places.stream().map(ClientJars::fileName).distinct().toList();
    return String.join(" and ", names);
  }

  private static String fileName(String place) {
    String path = place.replaceFirst("!?/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
