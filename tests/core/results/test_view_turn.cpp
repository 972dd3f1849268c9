// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/view_turn.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;

namespace {

/// A small picture of numbers, row after row.
struct Grid
{
    int columns = 0;
    int rows = 0;
    std::vector<int> values;
    bool operator==(const Grid&) const = default;

    [[nodiscard]] int at(int column, int row) const
    {
        return values[static_cast<std::size_t>(row * columns + column)];
    }
};

const Grid film{3, 2, {1, 2, 3, 4, 5, 6}};

Grid turnedClockwise(const Grid& grid)
{
    Grid turned{grid.rows, grid.columns, {}};
    for (int row = 0; row < turned.rows; ++row)
        for (int column = 0; column < turned.columns; ++column)
            turned.values.push_back(grid.at(row, grid.rows - 1 - column));
    return turned;
}

Grid mirrored(const Grid& grid)
{
    Grid result{grid.columns, grid.rows, {}};
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column)
            result.values.push_back(grid.at(grid.columns - 1 - column, row));
    return result;
}

/// What the window shows: mirrored, then turned.
Grid asShown(const ShownAs& shown)
{
    Grid grid = shown.mirrored ? mirrored(film) : film;
    for (int i = 0; i < shown.quarterTurns; ++i)
        grid = turnedClockwise(grid);
    return grid;
}

/// What a viewer makes of the presentation state: turned, then mirrored (PS3.3 C.10.6).
Grid asDescribed(const SpatialTransformation& turn)
{
    Grid grid = film;
    for (int i = 0; i < turn.degrees / 90; ++i)
        grid = turnedClockwise(grid);
    return turn.isFlipped ? mirrored(grid) : grid;
}

std::vector<ShownAs> allTurns()
{
    std::vector<ShownAs> all;
    for (int quarters = 0; quarters < 4; ++quarters)
        for (const bool isMirrored : {false, true}) {
            ShownAs shown;
            shown.quarterTurns = quarters;
            shown.mirrored = isMirrored;
            all.push_back(shown);
        }
    return all;
}

} // namespace

/// Turns of the window as DICOM describes them, on a picture of six pixels.
class TestViewTurn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aViewerTurnsAsTheWindowDoes()
    {
        for (const ShownAs& shown : allTurns())
            QCOMPARE(asDescribed(spatialTransformation(shown)).values, asShown(shown).values);
    }

    void theCornersAreThePixelsShownThere()
    {
        for (const ShownAs& shown : allTurns()) {
            const Grid grid = asShown(shown);
            const DisplayedCorners corners = displayedCorners(shown, film.columns, film.rows);
            QCOMPARE(film.at(corners.topLeft[0] - 1, corners.topLeft[1] - 1), grid.at(0, 0));
            QCOMPARE(film.at(corners.bottomRight[0] - 1, corners.bottomRight[1] - 1),
                     grid.at(grid.columns - 1, grid.rows - 1));
        }
    }

    void directionsFollowTheTurn_data()
    {
        QTest::addColumn<int>("quarters");
        QTest::addColumn<bool>("isMirrored");
        QTest::addColumn<QString>("rows");
        QTest::addColumn<QString>("columns");
        // The patient's left is at the right of the film, the feet at its foot.
        QTest::addRow("as it is") << 0 << false << "L"
                                  << "F";
        QTest::addRow("clockwise") << 1 << false << "H"
                                   << "L";
        QTest::addRow("upside down") << 2 << false << "R"
                                     << "H";
        QTest::addRow("anticlockwise") << 3 << false << "F"
                                       << "R";
        QTest::addRow("mirrored") << 0 << true << "R"
                                  << "F";
        QTest::addRow("mirrored, clockwise") << 1 << true << "H"
                                             << "R";
    }

    void directionsFollowTheTurn()
    {
        QFETCH(const int, quarters);
        QFETCH(const bool, isMirrored);
        QFETCH(const QString, rows);
        QFETCH(const QString, columns);
        ShownAs shown;
        shown.quarterTurns = quarters;
        shown.mirrored = isMirrored;
        const ShownDirections found = shownDirections(shown, u"L"_s, u"F"_s);
        QCOMPARE(found.rows, rows);
        QCOMPARE(found.columns, columns);
        QCOMPARE(isTurned(shown), quarters != 0 || isMirrored);
        QCOMPARE(isOnItsSide(shown), quarters % 2 != 0);
    }

    void unknownDirectionsStayUnknown()
    {
        ShownAs shown;
        shown.quarterTurns = 1;
        QCOMPARE(shownDirections(shown, {}, u"F"_s), ShownDirections());
        QCOMPARE(shownDirections(shown, u"L"_s, u"?"_s), ShownDirections());
    }

    void eachWayOfShowingHasItsKey()
    {
        QSet<QByteArray> keys;
        for (const ShownAs& shown : allTurns())
            keys.insert(shownKey(shown));
        ShownAs other;
        other.inverted = true;
        keys.insert(shownKey(other));
        other.inverted = false;
        other.voi = VoiWindow{1, 2, VoiFunction::Sigmoid, {}};
        keys.insert(shownKey(other));
        other.voi = VoiTable{0, bitDepth<8>, {1, 2}, {}};
        keys.insert(shownKey(other));
        other.measurements = {{{{1, 2}, {3, 4}}, u"1 mm"_s}};
        keys.insert(shownKey(other));
        QCOMPARE(keys.size(), 12);
        QCOMPARE(shownKey(other), shownKey(ShownAs(other)));
    }
};

QTEST_GUILESS_MAIN(TestViewTurn)
#include "test_view_turn.moc"
