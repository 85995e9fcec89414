package io.cachier.core.key;

/**
 * The first byte of every encoded value. Fixed for ever: a changed tag is a changed key, and every
 * stored entry would be lost. New kinds get new numbers.
 */
final class Tag {
  static final int NULL = 0;
  static final int BOOLEAN = 1;
  static final int BYTE = 2;
  static final int SHORT = 3;
  static final int CHAR = 4;
  static final int INT = 5;
  static final int LONG = 6;
  static final int FLOAT = 7;
  static final int DOUBLE = 8;
  static final int STRING = 9;
  static final int BIG_INTEGER = 10;
  static final int BIG_DECIMAL = 11;
  static final int UUID = 12;
  static final int ENUM = 13;
  static final int CLASS = 14;
  static final int URI = 15;
  static final int LOCALE = 16;
  static final int CURRENCY = 17;
  static final int DATE = 18;

  static final int RECORD = 32;
  static final int LIST = 33;
  static final int SET = 34;
  static final int MAP = 35;
  static final int ARRAY = 36;
  static final int PRIMITIVE_ARRAY = 37;
  static final int OPTIONAL = 38;
  static final int OPTIONAL_INT = 39;
  static final int OPTIONAL_LONG = 40;
  static final int OPTIONAL_DOUBLE = 41;
  static final int ENCODED = 42;

  static final int INSTANT = 64;
  static final int LOCAL_DATE = 65;
  static final int LOCAL_TIME = 66;
  static final int LOCAL_DATE_TIME = 67;
  static final int OFFSET_DATE_TIME = 68;
  static final int OFFSET_TIME = 69;
  static final int ZONED_DATE_TIME = 70;
  static final int ZONE = 71;
  static final int DURATION = 72;
  static final int PERIOD = 73;
  static final int YEAR = 74;
  static final int YEAR_MONTH = 75;
  static final int MONTH_DAY = 76;

  private Tag() {}
}
