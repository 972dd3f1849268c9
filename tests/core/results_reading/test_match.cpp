// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/film_graphics.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

/// The message of the refusal; empty where the object is drawn.
QString refusal(const Radiograph& film, const ReadObject& object)
{
    const auto drawn = graphicsOn(film, object);
    return drawn ? QString() : drawn.error().message;
}

} // namespace

/// Nothing is drawn on a film that it is not about.
class TestMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyItsOwnFilm_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("report") << int(ObjectKind::StructuredReport);
        QTest::newRow("presentation state") << int(ObjectKind::PresentationState);
        QTest::newRow("map") << int(ObjectKind::ParametricMap);
    }
    void onlyItsOwnFilm()
    {
        QFETCH(int, kind);
        const JudgedChest chest;
        const auto object
            = readResultObject(chest.make(static_cast<ObjectKind>(kind)).bytes, u"a.dcm"_s);
        QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
        QCOMPARE(refusal(chest.radiograph, *object), QString());

        Radiograph other = chest.radiograph;
        other.sopInstanceUid += u".1"_s;
        QVERIFY(refusal(other, *object).contains(u"another film"_s));
        other = chest.radiograph;
        other.sopInstanceUid.clear();
        QVERIFY(refusal(other, *object).contains(u"another film"_s));

        other = chest.radiograph;
        other.patientId = u"somebody else"_s;
        const QString sentence = refusal(other, *object);
        QVERIFY(sentence.contains(u"another patient"_s));
        QVERIFY(!sentence.contains(u"somebody"_s));
        other = chest.radiograph;
        other.patientBirthDate = u"1801-01-01"_s;
        if (!object->facts.patientBirthDate.isEmpty())
            QVERIFY(refusal(other, *object).contains(u"another patient"_s));
        other = chest.radiograph;
        other.patientId.clear();
        other.patientName = u"Nobody^At^All"_s;
        QVERIFY(refusal(other, *object).contains(u"another patient"_s));
    }

    void aNameInOtherLettersIsTheSamePatient()
    {
        const JudgedChest chest;
        const auto object
            = readResultObject(chest.make(ObjectKind::StructuredReport).bytes, u"a.dcm"_s);
        QVERIFY(object);
        Radiograph film = chest.radiograph;
        film.patientId.clear();
        film.patientName = film.patientName.toUpper().replace(u'^', u' ');
        QCOMPARE(refusal(film, *object), QString());
    }

    void aMapOfOtherProportionsIsNotStretched()
    {
        const JudgedChest chest;
        auto object = readResultObject(chest.make(ObjectKind::ParametricMap).bytes, u"a.dcm"_s);
        QVERIFY(object);
        Radiograph film = chest.radiograph;
        film.rows *= 2;
        // One that does not say for which pixels it was made.
        for (ObjectReference& reference : object->facts.references)
            reference.checksum.clear();
        QVERIFY(refusal(film, *object).contains(u"proportions"_s));
    }

    void anotherPictureWithTheUidIsAnotherFilm_data()
    {
        QTest::addColumn<ObjectKind>("kind");
        QTest::newRow("report") << ObjectKind::StructuredReport;
        QTest::newRow("presentation state") << ObjectKind::PresentationState;
        QTest::newRow("map") << ObjectKind::ParametricMap;
    }

    void anotherPictureWithTheUidIsAnotherFilm()
    {
        QFETCH(ObjectKind, kind);
        const JudgedChest chest;
        auto object = readResultObject(chest.make(kind).bytes, u"a.dcm"_s);
        QVERIFY(object);
        QCOMPARE(refusal(chest.radiograph, *object), QString());
        Radiograph other = chest.radiograph;
        auto pixels = std::make_shared<std::vector<std::uint16_t>>(*other.pixels);
        pixels->front() ^= 1;
        other.pixels = pixels;
        QVERIFY2(refusal(other, *object).contains(u"made for another picture"_s),
                 qPrintable(refusal(other, *object)));
        // Of an older object nobody knows, and the UID has to do.
        for (ObjectReference& reference : object->facts.references)
            reference.checksum.clear();
        QCOMPARE(refusal(other, *object), QString());
    }
};

QTEST_GUILESS_MAIN(TestMatch)
#include "test_match.moc"
