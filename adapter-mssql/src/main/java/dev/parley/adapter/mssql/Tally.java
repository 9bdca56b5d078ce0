package dev.parley.adapter.mssql;

/**
 * What sealing anew came to.
 *
 * @param looked how many rows were looked at
 * @param sealed how many of them were changed
 * @param damaged how many hold a text that can't be opened
 */
record Tally(int looked, int sealed, int damaged) {

    static final Tally NOTHING = new Tally(0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(looked + other.looked, sealed + other.sealed, damaged + other.damaged);
    }

    Tally with(Resealing row) {
        return plus(new Tally(0, row.changed() ? 1 : 0, row.damaged() ? 1 : 0));
    }
}
