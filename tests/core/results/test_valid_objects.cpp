// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/key_objects.h"
#include "tests/core/results/judged_chest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

constexpr ObjectKind kinds[]
    = {ObjectKind::SecondaryCapture, ObjectKind::PresentationState, ObjectKind::ParametricMap,
       ObjectKind::Segmentation, ObjectKind::Pdf};

struct Charset
{
    QByteArray defined; ///< Specific Character Set
    QByteArray name; ///< of the patient, in it
    QString text; ///< what the name says
};

const std::vector<Charset>& charsets()
{
    static const std::vector<Charset> all{
        {"", "Doe^Jane", u"Doe^Jane"_s},
        {"ISO_IR 100", "M\xFCller^J\xFCrgen", u"M\u00FCller^J\u00FCrgen"_s},
        {"ISO_IR 144", "\xBB\xEE\xDA\xE7", u"\u041B\u044E\u043A\u0447"_s},
        {"ISO_IR 192", "\xE5\xB1\xB1\xE7\x94\xB0^\xE5\xA4\xAA\xE9\x83\x8E",
         u"\u5C71\u7530^\u592A\u90CE"_s}};
    return all;
}

/// Film `i` of the matrix: every pair of two properties comes up.
FilmFixture filmOf(int i)
{
    static const QByteArray modalities[] = {"DX", "CR", "SC"};
    static constexpr int depths[] = {8, 10, 12, 14, 16};
    const Charset& charset = charsets()[static_cast<std::size_t>(i / 2 % 4)];
    FilmFixture film = lyingFilm();
    film.modality = modalities[i / 3 % 3];
    film.inverted = i % 2 != 0;
    film.bits = depths[i % 5];
    film.charset = charset.defined;
    film.patientName = charset.name;
    film.orientation = i % 7 == 0 ? "" : "L\\F";
    film.burnedIn = i % 4 == 0 ? "" : i % 4 == 1 ? "YES" : "NO";
    if (i % 6 == 5)
        film.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_LossyImageCompression, "01");
            dataset.putAndInsertString(DCM_LossyImageCompressionRatio, "10.5");
            dataset.putAndInsertString(DCM_LossyImageCompressionMethod, "ISO_10918_1");
        };
    return film;
}

ShownAs shownOf(const JudgedChest& chest, int i)
{
    ShownAs shown = chest.shown();
    shown.quarterTurns = i % 4;
    shown.mirrored = i / 4 % 2 != 0;
    shown.inverted = i % 3 == 0;
    shown.map = static_cast<MapStyle>(i % 3);
    if (i % 2 != 0)
        shown.measurements = {{{{10, 10}, {50, 40}}, u"12.3 mm"_s},
                              {{{10, 10}, {50, 40}, {60, 10}}, u"47.3 degrees"_s}};
    if (i % 5 == 0)
        shown.voi = VoiTable{-20, bitDepth<12>, {0, 100, 4095}, u"curve"_s};
    return shown;
}

QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write the object.");
    return path;
}

/// The lines in which dciodvfy finds an error.
QStringList errorsIn(const QString& path)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"dciodvfy"_s, {path});
    if (!process.waitForFinished(60000))
        return {u"dciodvfy did not end"_s};
    QStringList errors;
    for (const QString& line : QString::fromUtf8(process.readAll()).split(u'\n'))
        if (line.contains(u"Error"_s))
            errors << line;
    return errors;
}

bool isInstalled(const QString& program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

} // namespace

/// All kinds of objects over many kinds of films, by readers that are not ours.
class TestValidObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dciodvfyFindsNoError_data();
    void dciodvfyFindsNoError();
    void dciodvfyFindsNoErrorInKeyObjects();
    void aFilmWithoutTagsGivesValidObjects();
    void pydicomReadsThem();
    void theSameBytesAgain();
    void anotherViewIsAnotherObject();
};

void TestValidObjects::dciodvfyFindsNoError_data()
{
    QTest::addColumn<int>("film");
    for (int i = 0; i < 60; ++i)
        QTest::addRow("film %d", i) << i;
}

void TestValidObjects::dciodvfyFindsNoError()
{
    if (!isInstalled(u"dciodvfy"_s))
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    QFETCH(const int, film);
    const JudgedChest chest(filmOf(film), film % 3);
    const QTemporaryDir folder;
    for (const ObjectKind kind : kinds) {
        const ResultObject object = chest.make(kind, shownOf(chest, film));
        const QStringList errors = errorsIn(write(folder, nameOf(kind), object.bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(nameOf(kind) + u": "_s + errors.join(u'\n')));
    }
}

void TestValidObjects::dciodvfyFindsNoErrorInKeyObjects()
{
    if (!isInstalled(u"dciodvfy"_s))
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    const QTemporaryDir folder;
    for (int i = 0; i < 12; ++i) {
        const JudgedChest chest(filmOf(i), 0);
        JudgedFilm other{chest.film, chest.result};
        other.film.sopInstanceUid += u".7"_s;
        other.film.seriesInstanceUid += u".7"_s;
        const auto documents = keyObjects({{chest.film, chest.result}, other});
        QVERIFY(documents && documents->size() == 1);
        const QStringList errors
            = errorsIn(write(folder, u"kos"_s, documents->front().object.bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    }
}

void TestValidObjects::aFilmWithoutTagsGivesValidObjects()
{
    if (!isInstalled(u"dciodvfy"_s))
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    JudgedChest chest;
    TypedStudy typed;
    typed.anonymous = true;
    auto source = typedFilmSource(typed, u"ab"_s.repeated(32), chest.radiograph.columns,
                                  chest.radiograph.rows);
    QVERIFY(source);
    chest.film = *std::move(source);
    chest.radiograph.lowestStored.reset();
    chest.radiograph.spacing.reset();
    const QTemporaryDir folder;
    for (const ObjectKind kind : kinds) {
        const QStringList errors
            = errorsIn(write(folder, nameOf(kind), chest.make(kind).bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(nameOf(kind) + u": "_s + errors.join(u'\n')));
    }
}

void TestValidObjects::pydicomReadsThem()
{
    QProcess probe;
    probe.start(u"python3"_s, {u"-c"_s, u"import pydicom"_s});
    if (!probe.waitForFinished(60000) || probe.exitCode() != 0)
        QSKIP("pydicom (Debian: python3-pydicom) is not installed.");
    const QTemporaryDir folder;
    QStringList arguments{QStringLiteral(CCAD_SOURCE_DIR "/tests/core/results/read_objects.py")};
    QStringList names;
    for (int i = 0; i < 8; ++i) {
        const JudgedChest chest(filmOf(i), i % 3);
        for (const ObjectKind kind : kinds) {
            const ResultObject object = chest.make(kind, shownOf(chest, i));
            arguments << write(folder, nameOf(kind) + QString::number(i), object.bytes);
            names << charsets()[static_cast<std::size_t>(i / 2 % 4)].text;
        }
    }
    QProcess process;
    process.start(u"python3"_s, arguments);
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const QJsonArray read = QJsonDocument::fromJson(process.readAllStandardOutput()).array();
    QCOMPARE(read.size(), names.size());
    for (qsizetype i = 0; i < read.size(); ++i) {
        const QJsonObject one = read[i].toObject();
        QCOMPARE(one[u"name"_s].toString(), names[i]);
        QCOMPARE(one[u"study"_s].toString(), u"2.25.102"_s);
        QVERIFY2(one[u"whole"_s].toBool(), qPrintable(one[u"class"_s].toString()));
    }
}

void TestValidObjects::theSameBytesAgain()
{
    const JudgedChest one(filmOf(3), 0);
    const JudgedChest again(filmOf(3), 0);
    for (const ObjectKind kind : kinds) {
        const ResultObject first = one.make(kind, shownOf(one, 3));
        const ResultObject second = again.make(kind, shownOf(again, 3));
        QCOMPARE(first.sopInstanceUid, second.sopInstanceUid);
        QVERIFY2(first.bytes == second.bytes, qPrintable(nameOf(kind)));
    }
}

void TestValidObjects::anotherViewIsAnotherObject()
{
    const JudgedChest chest;
    ShownAs other = chest.shown();
    other.quarterTurns = 1;
    for (const ObjectKind kind : kinds) {
        const bool showsView
            = kind != ObjectKind::ParametricMap && kind != ObjectKind::Segmentation;
        const ResultObject first = chest.make(kind);
        const ResultObject second = chest.make(kind, other);
        QCOMPARE(first.sopInstanceUid != second.sopInstanceUid, showsView);
        QCOMPARE(first.seriesInstanceUid, second.seriesInstanceUid);
    }
}

QTEST_GUILESS_MAIN(TestValidObjects)
#include "test_valid_objects.moc"
