// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/results/key_objects.h"
#include "tests/core/results/judged_chest.h"
#include "tests/core/results/result_matrix.h"
#include "tests/support/patience.h"

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

/// Film and result of the case, to be shown in many ways.
JudgedChest chestOf(const MatrixCase& one)
{
    JudgedChest chest(one.film, one.label);
    chest.result = one.result();
    return chest;
}

/// The ways in which the window may show a film: `i` chooses each on its own.
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
    if (!writeFileAtomically(path, bytes))
        qFatal("Cannot write the object.");
    return path;
}

/// What dciodvfy finds wrong; never empty when it could not say anything.
QString errorsIn(const QString& path)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"dciodvfy"_s, {path});
    if (!process.waitForFinished(5 * patienceMs))
        return u"dciodvfy did not end"_s;
    const QString output = QString::fromUtf8(process.readAll());
    QStringList errors;
    for (const QString& line : output.split(u'\n'))
        if (line.contains(u"Error"_s))
            errors << line;
    return output.isEmpty() ? u"dciodvfy says nothing"_s : errors.join(u'\n');
}

bool hasValidator()
{
    return !QStandardPaths::findExecutable(u"dciodvfy"_s).isEmpty();
}

} // namespace

/// Objects of films that are shown turned, inverted, measured and through LUTs, with lungs, and key
/// objects, by readers that are not ours.
class TestShownObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dciodvfyFindsNoError_data();
    void dciodvfyFindsNoError();
    void dciodvfyFindsNoErrorForAnyPart_data();
    void dciodvfyFindsNoErrorForAnyPart();
    void dciodvfyFindsNoErrorInKeyObjects();
    void aFilmWithoutTagsGivesValidObjects();
    void pydicomReadsThem();
    void theSameBytesAgain();
    void anotherViewIsAnotherObject();
};

void TestShownObjects::dciodvfyFindsNoError_data()
{
    QTest::addColumn<int>("way");
    for (int i = 0; i < 24; ++i)
        QTest::addRow("way %d", i) << i;
}

void TestShownObjects::dciodvfyFindsNoError()
{
    if (!hasValidator())
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    QFETCH(const int, way);
    static const std::vector<MatrixCase> matrix = resultMatrix();
    const JudgedChest chest = chestOf(matrix[static_cast<std::size_t>(way) * 7 % matrix.size()]);
    const QTemporaryDir folder;
    for (const ObjectKind kind : kinds) {
        const ResultObject object = chest.make(kind, shownOf(chest, way));
        const QString errors = errorsIn(write(folder, nameOf(kind), object.bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(nameOf(kind) + u": "_s + errors));
    }
}

void TestShownObjects::dciodvfyFindsNoErrorForAnyPart_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("laterality");
    QTest::addColumn<QString>("imageLaterality");
    QTest::newRow("the chest, with a side") << u"CHEST"_s << u"R"_s << QString();
    QTest::newRow("the chest, unpaired") << u"CHEST"_s << QString() << u"U"_s;
    QTest::newRow("both lungs") << u"LUNG"_s << QString() << u"B"_s;
    QTest::newRow("one lung") << u"LUNG"_s << u"L"_s << QString();
    QTest::newRow("a hand, nobody knows which") << u"HAND"_s << QString() << QString();
    QTest::newRow("another unpaired part") << u"CHESTABDPELVIS"_s << QString() << QString();
    QTest::newRow("no standard term") << u"THORAX AP"_s << u"R"_s << QString();
}

void TestShownObjects::dciodvfyFindsNoErrorForAnyPart()
{
    if (!hasValidator())
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    QFETCH(const QString, part);
    QFETCH(const QString, laterality);
    QFETCH(const QString, imageLaterality);
    JudgedChest chest;
    chest.film.bodyPart = part;
    chest.film.laterality = laterality;
    chest.film.imageLaterality = imageLaterality;
    const QTemporaryDir folder;
    for (const ObjectKind kind : kinds) {
        const QString errors = errorsIn(write(folder, nameOf(kind), chest.make(kind).bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(nameOf(kind) + u": "_s + errors));
    }
}

void TestShownObjects::dciodvfyFindsNoErrorInKeyObjects()
{
    if (!hasValidator())
        QSKIP("dciodvfy (Debian: dicom3tools) is not installed.");
    const QTemporaryDir folder;
    int found = 0;
    for (const MatrixCase& one : resultMatrix()) {
        const JudgedChest chest = chestOf(one);
        JudgedFilm other{chest.film, chest.result};
        other.film.sopInstanceUid += u".7"_s;
        other.film.seriesInstanceUid += u".7"_s;
        const auto documents = keyObjects({{chest.film, chest.result}, other});
        QVERIFY(documents);
        for (const KeyObjects& document : *documents) {
            ++found;
            const QString errors = errorsIn(write(folder, u"kos"_s, document.object.bytes));
            QVERIFY2(errors.isEmpty(), qPrintable(errors));
        }
    }
    QVERIFY(found >= 6);
}

void TestShownObjects::aFilmWithoutTagsGivesValidObjects()
{
    if (!hasValidator())
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
        const QString errors = errorsIn(write(folder, nameOf(kind), chest.make(kind).bytes));
        QVERIFY2(errors.isEmpty(), qPrintable(nameOf(kind) + u": "_s + errors));
    }
}

void TestShownObjects::pydicomReadsThem()
{
    QProcess probe;
    probe.start(u"python3"_s, {u"-c"_s, u"import pydicom"_s});
    if (!probe.waitForFinished(patienceMs) || probe.exitCode() != 0)
        QSKIP("pydicom (Debian: python3-pydicom) is not installed.");
    const QTemporaryDir folder;
    QStringList arguments{QStringLiteral(CCAD_SOURCE_DIR "/tests/core/results/read_objects.py")};
    QStringList names;
    int way = 0;
    for (const MatrixCase& one : resultMatrix()) {
        const JudgedChest chest = chestOf(one);
        const ObjectKind kind = kinds[way % std::size(kinds)];
        const ResultObject object = chest.make(kind, shownOf(chest, way));
        arguments << write(folder, QString::number(way++), object.bytes);
        names << QString::fromUtf8(one.patient);
    }
    QProcess process;
    process.start(u"python3"_s, arguments);
    QVERIFY(process.waitForFinished(patienceMs));
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

void TestShownObjects::theSameBytesAgain()
{
    const JudgedChest one;
    const JudgedChest again;
    for (const ObjectKind kind : kinds) {
        const ResultObject first = one.make(kind, shownOf(one, 5));
        const ResultObject second = again.make(kind, shownOf(again, 5));
        QCOMPARE(first.sopInstanceUid, second.sopInstanceUid);
        QVERIFY2(first.bytes == second.bytes, qPrintable(nameOf(kind)));
    }
}

void TestShownObjects::anotherViewIsAnotherObject()
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

QTEST_GUILESS_MAIN(TestShownObjects)
#include "test_shown_objects.moc"
