// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/orientation.h"
#include "ui/viewer/view_transform.h"

#include <QtTest>

using namespace ccad;

namespace {

/// "left right top bottom", "-" for none.
QString inWords(const EdgeLetters& letters)
{
    QStringList words;
    for (const QString& word : {letters.left, letters.right, letters.top, letters.bottom})
        words << (word.isEmpty() ? QStringLiteral("-") : word);
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
        const QStringList pairs{QStringLiteral("L R"),   QStringLiteral("A P"),
                                QStringLiteral("H F"),   QStringLiteral("PR AL"),
                                QStringLiteral("FL HR"), QStringLiteral("LPF RAH")};
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
        QTest::newRow("upright") << 0 << false << QStringLiteral("R L H F");
        QTest::newRow("right") << 1 << false << QStringLiteral("F H R L");
        QTest::newRow("upside down") << 2 << false << QStringLiteral("L R F H");
        QTest::newRow("left") << 3 << false << QStringLiteral("H F L R");
        QTest::newRow("mirrored") << 0 << true << QStringLiteral("L R H F");
        QTest::newRow("right, mirrored") << 1 << true << QStringLiteral("H F R L");
        QTest::newRow("upside down, mirrored") << 2 << true << QStringLiteral("R L F H");
        QTest::newRow("left, mirrored") << 3 << true << QStringLiteral("F H L R");
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
        const EdgeLetters found
            = edgeLetters(QStringLiteral("L"), QStringLiteral("F"), view.orientation());
        QCOMPARE(inWords(found), letters);
    }

    void nothingIsInvented()
    {
        QCOMPARE(inWords(edgeLetters({}, {}, {})), QStringLiteral("- - - -"));
        QCOMPARE(inWords(edgeLetters(QStringLiteral("L"), {}, {})), QStringLiteral("R L - -"));
        QCOMPARE(inWords(edgeLetters({}, QStringLiteral("F"), {})), QStringLiteral("- - H F"));
        // Words of animals and of faulty files.
        QCOMPARE(inWords(edgeLetters(QStringLiteral("LE"), QStringLiteral("?"), {})),
                 QStringLiteral("- - - -"));
    }

    void severalLettersStayTogether()
    {
        QCOMPARE(inWords(edgeLetters(QStringLiteral("PR"), QStringLiteral("FL"), {})),
                 QStringLiteral("AL PR HR FL"));
    }
};

QTEST_GUILESS_MAIN(TestOrientation)
#include "test_orientation.moc"
