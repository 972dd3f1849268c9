// SPDX-License-Identifier: GPL-3.0-or-later
// Which objects without a picture belong to which film.
#include "core/imaging/film_objects.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString some = u"1-00112233445566778899aabbccddeeff"_s;
const QString others = u"1-ffeeddccbbaa99887766554433221100"_s;
const QString otherForm = u"2-00112233445566778899aabbccddeeff"_s;

} // namespace

class TestFilmObjects final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aUidAloneIsNoProof_data()
    {
        QTest::addColumn<QString>("meant");
        QTest::addColumn<QString>("uid");
        QTest::addColumn<QString>("checksum");
        QTest::addColumn<Belonging>("belonging");
        QTest::newRow("its pixels") << some << u"1.2"_s << some << Belonging::Proven;
        QTest::newRow("other pixels") << some << u"1.2"_s << others << Belonging::OtherPicture;
        QTest::newRow("another film") << some << u"1.3"_s << some << Belonging::OtherFilm;
        QTest::newRow("a film without a UID") << some << u""_s << some << Belonging::OtherFilm;
        QTest::newRow("it does not say") << QString() << u"1.2"_s << some << Belonging::ByUid;
        QTest::newRow("nonsense") << u"1-0011"_s << u"1.2"_s << some << Belonging::ByUid;
        QTest::newRow("not known of the film")
            << some << u"1.2"_s << QString() << Belonging::NotCompared;
        QTest::newRow("decoded otherwise") << otherForm << u"1.2"_s << some << Belonging::ByUid;
    }

    void aUidAloneIsNoProof()
    {
        QFETCH(QString, meant);
        QFETCH(QString, uid);
        QFETCH(QString, checksum);
        const FilmObject object{u"a report"_s, {u"1.1"_s, u"1.2"_s}, {others, meant}};
        QTEST(belongingOf(object, uid, checksum), "belonging");
    }

    void theSentenceKeepsTheChecksums()
    {
        const FilmObject one{u"a presentation state (PR)"_s, {u"1.2"_s}, {some}};
        const FilmObject two{u"a presentation state (PR)"_s, {u"1.2"_s, u"1.3"_s}, {some, others}};
        const FilmObject none{u"a presentation state (PR)"_s, {u"1.2"_s}, {}};
        for (const FilmObject& object : {one, two, none})
            QCOMPARE(
                filmObjectIn(u"Cannot read (pixels 1).dcm: %1."_s.arg(imaging::clauseOn(object))),
                std::optional(object));
        // Nothing but checksums gets into the sentence.
        const FilmObject odd{one.what, {u"1.2"_s}, {u"<b>"_s}};
        QVERIFY(!imaging::clauseOn(odd).contains(u'<'));
    }

    void notesSayWhatIsNotTheFilms()
    {
        const auto note = [](Belonging belonging) {
            return noteOnFilmObject(u"a presentation state"_s, u"x.dcm"_s, belonging);
        };
        QCOMPARE(note(Belonging::OtherFilm), QString());
        QVERIFY(note(Belonging::Proven).startsWith(u"A presentation state belongs to this film"_s));
        QVERIFY(note(Belonging::OtherPicture).contains(u"made for another picture: x.dcm"_s));
        QVERIFY(!note(Belonging::OtherPicture).contains(u"belongs to this film"_s));
        QVERIFY(note(Belonging::NotCompared).contains(u"is not known"_s));
        QVERIFY(!note(Belonging::NotCompared).contains(u"belongs to this film"_s));
        QVERIFY(isUidUsedTwice(uidUsedTwice()) && isUidUsedTwice(uidUsedTwice(u"b.dcm"_s)));
        QVERIFY(uidUsedTwice(u"b.dcm"_s).contains(u"b.dcm carries"_s));
        QVERIFY(!isUidUsedTwice(note(Belonging::Proven)));
    }
};

Q_DECLARE_METATYPE(ccad::Belonging)

QTEST_APPLESS_MAIN(TestFilmObjects)
#include "test_film_objects.moc"
