// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/core/results/result_fixture.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

constexpr quint32 patientName = 0x00100010;
constexpr quint32 patientSex = 0x00100040;
constexpr quint32 birthDate = 0x00100030;
constexpr quint32 patientAge = 0x00101010;
constexpr quint32 studyDescription = 0x00081030;

std::optional<QString> valueOf(const FilmSource& film, quint32 tag)
{
    for (const CopiedValue& value : film.patientAndStudy)
        if (value.tag == tag)
            return value.text;
    return std::nullopt;
}

} // namespace

class TestFilmSource : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    Result<FilmSource> read(const QByteArray& content)
    {
        const QString path = m_folder.filePath(u"film.dcm"_s);
        if (!writeFileAtomically(path, content))
            return Error{};
        return readFilmSource(path);
    }
    FilmSource sourceOf(const FilmFixture& fixture)
    {
        auto film = read(filmFile(fixture));
        if (!film)
            qFatal("%s", qPrintable(film.error().message));
        return *std::move(film);
    }

private Q_SLOTS:
    void tellsWhoseFilmItIs()
    {
        const FilmSource film = sourceOf({});
        QCOMPARE(valueOf(film, patientName), u"Müller^Jürgen"_s);
        QCOMPARE(valueOf(film, patientSex), u"F"_s);
        QCOMPARE(valueOf(film, birthDate), u"19610502"_s);
        QCOMPARE(valueOf(film, 0x00080090), QString()); // type 2: there, and empty
        QVERIFY(!valueOf(film, studyDescription)); // type 3: not there
        QCOMPARE(film.studyInstanceUid, u"2.25.102"_s);
        QCOMPARE(film.seriesInstanceUid, u"2.25.103"_s);
        QCOMPARE(film.sopInstanceUid, u"2.25.101"_s);
        QCOMPARE(film.sopClassUid, QString::fromLatin1(UID_DigitalXRayImageStorageForPresentation));
        QCOMPARE(film.columns, 96);
        QCOMPARE(film.rows, 112);
        QCOMPARE(film.frames, 1);
        QCOMPARE(film.rowDirection, u"L"_s);
        QCOMPARE(film.columnDirection, u"F"_s);
        QCOMPARE(film.date, QDate(2026, 11, 30));
        QCOMPARE(film.time, QTime(8, 23, 11)); // of the acquisition, not of the study
        QCOMPARE(film.timezone, u"+0100"_s);
        QCOMPARE(film.burnedIn, u"NO"_s);
        QCOMPARE(film.modality, u"DX"_s);
        QVERIFY(film.isDicom);
    }

    void convertsEveryCharacterSet_data()
    {
        QTest::addColumn<QByteArray>("charset");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        // The examples of PS3.5 H and I.
        QTest::newRow("none") << QByteArray() << QByteArray("Doe^Jane") << u"Doe^Jane"_s;
        QTest::newRow("Latin-1") << QByteArray("ISO_IR 100") << QByteArray("Buc^J\xE9r\xF4me")
                                 << u"Buc^Jérôme"_s;
        QTest::newRow("Cyrillic") << QByteArray("ISO_IR 144")
                                  << QByteArray("\xBB\xEE\xDA\x63\x65\xDC\xD1\x79\x70\xD3")
                                  << u"Люкceмбypг"_s;
        QTest::newRow("Greek") << QByteArray("ISO_IR 126")
                               << QByteArray("\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2")
                               << u"Διονυσιος"_s;
        QTest::newRow("UTF-8") << QByteArray("ISO_IR 192") << u"王^小东"_s.toUtf8() << u"王^小东"_s;
        QTest::newRow("Japanese") << QByteArray("\\ISO 2022 IR 87")
                                  << QByteArray("Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B")
                                  << u"Yamada^Tarou=山田^太郎"_s;
        // Of what cannot be decoded nothing is written rather than something wrong.
        QTest::newRow("unknown escape sequence")
            << QByteArray("\\ISO 2022 IR 87") << QByteArray("Yamada^Tarou=\x1B$*Z;3ED\x1B(B")
            << u"Yamada^Tarou"_s;
        QTest::newRow("Chinese") << QByteArray("GB18030")
                                 << QByteArray("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB")
                                 << u"Wang^XiaoDong=王^小东"_s;
        QTest::newRow("wrong set")
            << QByteArray("ISO_IR 6") << QByteArray("M\xFCller") << u"Müller"_s;
    }
    void convertsEveryCharacterSet()
    {
        QFETCH(QByteArray, charset);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        FilmFixture fixture;
        fixture.charset = charset;
        fixture.patientName = bytes;
        QCOMPARE(valueOf(sourceOf(fixture), patientName).value_or(u"(none)"_s), name);
    }

    /// What is no value of its VR would make every object of the film wrong.
    void leavesOutWhatIsNoValue()
    {
        FilmFixture fixture;
        fixture.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientSex, "female");
            dataset.putAndInsertString(DCM_PatientBirthDate, "1961.05.02");
            dataset.putAndInsertString(DCM_PatientAge, "65 years");
            dataset.putAndInsertString(DCM_PatientWeight, "heavy");
            dataset.putAndInsertString(DCM_StudyTime, "08:15:00");
            dataset.putAndInsertString(DCM_AcquisitionDate, "yesterday");
            dataset.putAndInsertString(DCM_TimezoneOffsetFromUTC, "CET");
            dataset.putAndInsertString(DCM_PatientOrientation, "X\\F");
            dataset.putAndInsertString(DCM_StudyDescription, QByteArray(90, 'x').constData());
        };
        const FilmSource film = sourceOf(fixture);
        QCOMPARE(valueOf(film, patientSex), QString());
        QCOMPARE(valueOf(film, birthDate), u"19610502"_s); // as ACR-NEMA wrote dates
        QVERIFY(!valueOf(film, patientAge));
        QVERIFY(!valueOf(film, 0x00101030));
        QCOMPARE(valueOf(film, 0x00080030), u"081500"_s);
        QCOMPARE(valueOf(film, studyDescription), QString(64, u'x'));
        QCOMPARE(film.time, QTime(8, 15)); // the study's, since the acquisition has no date
        QCOMPARE(film.timezone, QString());
        QCOMPARE(film.rowDirection, QString());
        QCOMPARE(film.columnDirection, QString());
    }

    void readsTheProcedureAndTheFrames()
    {
        FilmFixture fixture;
        fixture.frames = 3;
        fixture.tags = [](DcmDataset& dataset) {
            DcmItem* item = nullptr;
            dataset.findOrCreateSequenceItem(DCM_ProcedureCodeSequence, item, -2);
            item->putAndInsertString(DCM_CodeValue, "30745-4");
            item->putAndInsertString(DCM_CodingSchemeDesignator, "LN");
            item->putAndInsertString(DCM_CodeMeaning, "Chest X-ray");
            // A code of another sequence, and one within an item, are none of the procedure's.
            dataset.findOrCreateSequenceItem(DCM_AnatomicRegionSequence, item, -2);
            item->putAndInsertString(DCM_CodeValue, "51185008");
            DcmItem* inner = nullptr;
            dataset.findOrCreateSequenceItem(DCM_ProcedureCodeSequence, item, 0);
            item->findOrCreateSequenceItem(DCM_EquivalentCodeSequence, inner, -2);
            inner->putAndInsertString(DCM_CodeValue, "other");
        };
        const FilmSource film = sourceOf(fixture);
        QCOMPARE(film.frames, 3);
        QCOMPARE(film.procedures, (std::vector<Code>{{u"30745-4"_s, u"LN"_s, u"Chest X-ray"_s}}));
    }

    void filmsWithoutAnIdentityAreRefused_data()
    {
        QTest::addColumn<QByteArray>("uid");
        QTest::addColumn<QString>("word");
        QTest::newRow("none") << QByteArray() << u"Study Instance UID"_s;
        QTest::newRow("no UID") << QByteArray("1.2.x") << u"Study Instance UID"_s;
        QTest::newRow("leading zero") << QByteArray("1.02.3") << u"Study Instance UID"_s;
        QTest::newRow("too long") << QByteArray("1.") + QByteArray(63, '2')
                                  << u"Study Instance UID"_s;
    }
    void filmsWithoutAnIdentityAreRefused()
    {
        QFETCH(QByteArray, uid);
        QFETCH(QString, word);
        FilmFixture fixture;
        fixture.tags = [uid](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_StudyInstanceUID, uid.constData());
        };
        const auto film = read(filmFile(fixture));
        QVERIFY(!film);
        QCOMPARE(film.error().code, ErrorCode::Unsupported);
        QVERIFY2(film.error().message.contains(word), qPrintable(film.error().message));
        QVERIFY(film.error().message.endsWith(u'.'));
    }

    void otherFilesAreRefused()
    {
        QVERIFY(!read("no picture at all"));
        const auto none = readFilmSource(m_folder.filePath(u"absent.dcm"_s));
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::FileNotFound);
    }

    void aTypedStudyHasAllThatObjectsNeed()
    {
        TypedStudy typed;
        typed.patientName = u"Grün^Ida"_s;
        typed.patientId = u"7"_s;
        typed.studyDate = QDate(2026, 11, 29);
        const QString hash(64, u'a');
        const auto film = typedFilmSource(typed, hash, 40, 50);
        QVERIFY(film);
        QVERIFY(!film->isDicom);
        QCOMPARE(valueOf(*film, patientName), u"Grün^Ida"_s);
        QCOMPARE(film->date, typed.studyDate);
        QCOMPARE(film->columns, 40);
        QVERIFY(film->studyInstanceUid.startsWith(u"2.25."));
        // Another film of the same day is another instance of the same study.
        const auto second = typedFilmSource(typed, QString(64, u'b'), 40, 50);
        QCOMPARE(second->studyInstanceUid, film->studyInstanceUid);
        QVERIFY(second->sopInstanceUid != film->sopInstanceUid);
        QCOMPARE(typedFilmSource(typed, hash, 40, 50)->sopInstanceUid, film->sopInstanceUid);
    }

    void anonymousFilmsAreNotOnePatient()
    {
        TypedStudy typed;
        typed.anonymous = true;
        const auto one = typedFilmSource(typed, QString(64, u'a'), 4, 5);
        const auto other = typedFilmSource(typed, QString(64, u'b'), 4, 5);
        QVERIFY(one && other);
        QCOMPARE(valueOf(*one, patientName), u"Anonymous"_s);
        QVERIFY(valueOf(*one, 0x00100020) != valueOf(*other, 0x00100020));
        QVERIFY(one->studyInstanceUid != other->studyInstanceUid);
    }

    void aTypedStudyMayBeWrong_data()
    {
        QTest::addColumn<std::function<void(TypedStudy&)>>("change");
        using Change = std::function<void(TypedStudy&)>;
        QTest::newRow("nothing") << Change([](TypedStudy& t) { t = {}; });
        QTest::newRow("no ID") << Change([](TypedStudy& t) { t.patientId.clear(); });
        QTest::newRow("no date") << Change([](TypedStudy& t) { t.studyDate = {}; });
        QTest::newRow("both") << Change([](TypedStudy& t) { t.anonymous = true; });
        QTest::newRow("sex") << Change([](TypedStudy& t) { t.sex = u"X"_s; });
        QTest::newRow("UID") << Change([](TypedStudy& t) { t.studyInstanceUid = u"1..2"_s; });
        QTest::newRow("long") << Change([](TypedStudy& t) { t.patientId = QString(65, u'1'); });
        QTest::newRow("slash") << Change([](TypedStudy& t) { t.accessionNumber = u"a\\b"_s; });
    }
    void aTypedStudyMayBeWrong()
    {
        QFETCH(std::function<void(TypedStudy&)>, change);
        TypedStudy typed;
        typed.patientName = u"Grün^Ida"_s;
        typed.patientId = u"7"_s;
        typed.studyDate = QDate(2026, 11, 29);
        QVERIFY(typedFilmSource(typed, QString(64, u'a'), 4, 5));
        change(typed);
        const auto film = typedFilmSource(typed, QString(64, u'a'), 4, 5);
        QVERIFY(!film);
        QCOMPARE(film.error().code, ErrorCode::InvalidArgument);
        QVERIFY(film.error().message.endsWith(u'.'));
    }
};

QTEST_APPLESS_MAIN(TestFilmSource)
#include "test_film_source.moc"
