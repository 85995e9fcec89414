/** The engine of Cachier. Exports nothing: it provides. */
module io.cachier.core {
  requires io.cachier;
  requires static org.jspecify;
}
