// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/patient_direction.h"
#include "ui/viewer/orientation.h"
#include "ui/viewer/view_transform.h"

#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// "left right top bottom", "-" for none.
QString inWords(const EdgeLetters& letters)
{
    QStringList words;
    for (const QString& word : {letters.left, letters.right, letters.top, letters.bottom})
        words << (word.isEmpty() ? u"-"_s : word);
    return words.join(QLatin1Char(' '));
}

} // namespace

class TestOrientation final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oppositesOfEachLetter_data()
    {
        QTest::addColumn<QString>("direction");
        QTest::addColumn<QString>("opposite");
        const QStringList pairs{u"L R"_s, u"A P"_s, u"H F"_s, u"PR AL"_s, u"FL HR"_s, u"LPF RAH"_s};
        for (const QString& pair : pairs)
            QTest::newRow(qPrintable(pair))
                << pair.section(QLatin1Char(' '), 0, 0) << pair.section(QLatin1Char(' '), 1, 1);
    }
    void oppositesOfEachLetter()
    {
        QFETCH(QString, direction);
        QFETCH(QString, opposite);
        QCOMPARE(oppositeDirection(direction), opposite);
        QCOMPARE(oppositeDirection(opposite), direction);
    }

    // An upright chest: rows run to the patient's left, columns to the feet.
    void allEightOrientations_data()
    {
        QTest::addColumn<int>("turns");
        QTest::addColumn<bool>("flipped");
        QTest::addColumn<QString>("letters");
        QTest::newRow("upright") << 0 << false << u"R L H F"_s;
        QTest::newRow("right") << 1 << false << u"F H R L"_s;
        QTest::newRow("upside down") << 2 << false << u"L R F H"_s;
        QTest::newRow("left") << 3 << false << u"H F L R"_s;
        QTest::newRow("mirrored") << 0 << true << u"L R H F"_s;
        QTest::newRow("right, mirrored") << 1 << true << u"H F R L"_s;
        QTest::newRow("upside down, mirrored") << 2 << true << u"R L F H"_s;
        QTest::newRow("left, mirrored") << 3 << true << u"F H L R"_s;
    }
    void allEightOrientations()
    {
        QFETCH(int, turns);
        QFETCH(bool, flipped);
        QFETCH(QString, letters);
        ViewTransform view;
        view.setViewSize({100, 100});
        view.setImageSize({50, 80});
        for (int i = 0; i < turns; ++i)
            view.rotateRight();
        if (flipped)
            view.flipHorizontally();
        const EdgeLetters found = edgeLetters(u"L"_s, u"F"_s, view.orientation());
        QCOMPARE(inWords(found), letters);
    }

    void nothingIsInvented()
    {
        QCOMPARE(inWords(edgeLetters({}, {}, {})), u"- - - -"_s);
        QCOMPARE(inWords(edgeLetters(u"L"_s, {}, {})), u"R L - -"_s);
        QCOMPARE(inWords(edgeLetters({}, u"F"_s, {})), u"- - H F"_s);
        // Words of animals and of faulty files.
        QCOMPARE(inWords(edgeLetters(u"LE"_s, u"?"_s, {})), u"- - - -"_s);
    }

    void severalLettersStayTogether()
    {
        QCOMPARE(inWords(edgeLetters(u"PR"_s, u"FL"_s, {})), u"AL PR HR FL"_s);
    }
};

QTEST_GUILESS_MAIN(TestOrientation)
#include "test_orientation.moc"
