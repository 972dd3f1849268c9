// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/core/results/result_matrix.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

/// Both outputs of a program together.
QString outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(20 * patienceMs))
        return u"Error: %1 did not end"_s.arg(program);
    return QString::fromUtf8(process.readAll());
}

constexpr const char* pixelmed = "/usr/share/java/pixelmed.jar";

/// Java runs a source file where its compiler is installed, too.
bool hasSrValidator()
{
    return QFile::exists(QString::fromLatin1(pixelmed))
        && !QStandardPaths::findExecutable(u"javac"_s).isEmpty();
}

/// What DicomSRValidator says of all files. Its rules are larger than what Java compiles unasked:
/// without the three limits off it says so and looks at nothing.
QString srValidation(const QStringList& files)
{
    return outputOf(
        u"java"_s,
        QStringList{u"-Djdk.xml.xpathTotalOpLimit=0"_s, u"-Djdk.xml.xpathExprGrpLimit=0"_s,
                    u"-Djdk.xml.xpathExprOpLimit=0"_s, u"-cp"_s, QString::fromLatin1(pixelmed),
                    QStringLiteral(CCAD_SOURCE_DIR "/tests/core/results/ValidateReports.java")}
            + files);
}

QStringList errorsIn(const QString& output)
{
    QStringList errors;
    for (const QString& line : output.split(u'\n'))
        if (line.contains(u"Error"_s) || line.contains(u"Exception"_s))
            errors << line;
    return errors;
}

} // namespace

/// Other people's programs read what CCAD writes, over the whole matrix.
class TestValidators : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::vector<MatrixCase> m_cases;
    QStringList m_reports;
    QStringList m_others;

private Q_SLOTS:
    void initTestCase()
    {
        m_cases = resultMatrix();
        for (const MatrixCase& one : m_cases) {
            const ReadyFilm film(one.film, one.result());
            for (const ObjectMaker& maker : objectMakers()) {
                const auto object = maker.make(film.request());
                if (!object && object.error().code == ErrorCode::Unsupported)
                    continue;
                QVERIFY2(object, object ? "" : qPrintable(object.error().message));
                const auto path = writeObject(*object, m_folder.path(), one.name);
                QVERIFY(path);
                (object->kind == ObjectKind::StructuredReport ? m_reports : m_others) << *path;
            }
        }
        QCOMPARE(m_reports.size(), 54);
    }

    void eachMeetsEach()
    {
        std::set<QString> pairs;
        for (const MatrixCase& one : m_cases) {
            const QStringList first
                = {u"label%1"_s.arg(one.label), u"gate%1"_s.arg(static_cast<int>(one.gate)),
                   u"inverted%1"_s.arg(one.film.inverted), QString::fromLatin1(one.film.modality)};
            const QStringList second = {u"bits%1"_s.arg(one.film.bits),
                                        u"set "_s + QString::fromLatin1(one.film.charset),
                                        u"view "_s + QString::fromLatin1(one.film.orientation)};
            for (const QString& a : first)
                for (const QString& b : second)
                    pairs.insert(a + u' ' + b);
        }
        QCOMPARE(pairs.size(), std::size_t{(3 + 3 + 2 + 3) * (9 + 7 + 6)});
    }

    void dciodvfyFindsNoErrors()
    {
        if (QStandardPaths::findExecutable(u"dciodvfy"_s).isEmpty())
            QSKIP("The validator is not installed (Debian: dicom3tools).");
        for (const QString& file : m_reports + m_others) {
            const QString output = outputOf(u"dciodvfy"_s, {file});
            QVERIFY2(!output.isEmpty(), "The validator says nothing.");
            const QStringList errors = errorsIn(output);
            QVERIFY2(errors.isEmpty(),
                     qPrintable(QFileInfo(file).fileName() + u'\n' + errors.join(u'\n')));
        }
    }

    void dicomSrValidatorFindsNoErrors()
    {
        if (!hasSrValidator())
            QSKIP("The validator is not installed (Debian: pixelmed-apps, default-jdk-headless).");
        const QString output = srValidation(m_reports);
        const QStringList errors = errorsIn(output);
        QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
        QCOMPARE(output.count(u"Found Root Template TID_1500"_s), m_reports.size());
        QCOMPARE(output.count(u"IOD validation complete"_s), m_reports.size());
    }

    /// A test that cannot fail shows nothing: another word in a flag is found wrong.
    void dciodvfyFindsErrors()
    {
        if (QStandardPaths::findExecutable(u"dciodvfy"_s).isEmpty())
            QSKIP("The validator is not installed (Debian: dicom3tools).");
        const QString path = spoiltReport("VERIFIED", "VERYFIED");
        QVERIFY(!errorsIn(outputOf(u"dciodvfy"_s, {path})).isEmpty());
    }

    /// The same: a procedure that is none of those the template names is found wrong.
    void dicomSrValidatorFindsErrors()
    {
        if (!hasSrValidator())
            QSKIP("The validator is not installed (Debian: pixelmed-apps, default-jdk-headless).");
        const QString output = srValidation({spoiltReport("363679005", "399208008")});
        QVERIFY2(output.contains(u"IOD validation complete"_s), qPrintable(output));
        QVERIFY(!errorsIn(output).isEmpty());
    }

    void pydicomReadsTheSame()
    {
        if (outputOf(u"python3"_s, {u"-c"_s, u"import pydicom"_s}).contains(u"Error"_s))
            QSKIP("pydicom is not installed (Debian: python3-pydicom).");
        const QString script = QStringLiteral(CCAD_SOURCE_DIR "/tests/core/results/read_report.py");
        const QStringList lines = outputOf(u"python3"_s, QStringList{script} + m_reports)
                                      .split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(static_cast<std::size_t>(lines.size()), m_cases.size());
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            const QString& line = lines[static_cast<qsizetype>(i)];
            const QJsonObject read = QJsonDocument::fromJson(line.toUtf8()).object();
            QVERIFY2(!read.isEmpty(), qPrintable(line));
            compare(read, m_cases[i]);
        }
    }

private:
    /// The first report with other letters in place of those.
    [[nodiscard]] QString spoiltReport(const QByteArray& letters, const QByteArray& others) const
    {
        auto content = readFile(m_reports.front(), 1 << 24);
        if (!content || !content->contains(letters))
            qFatal("The report does not hold what is to be spoilt.");
        const QString path = m_folder.filePath(u"spoilt.dcm"_s);
        if (!writeFileAtomically(path, content->replace(letters, others)))
            qFatal("The report cannot be written.");
        return path;
    }

    static void compare(const QJsonObject& read, const MatrixCase& one)
    {
        const FilmResult result = one.result();
        QCOMPARE(read[u"patient"_s].toString(), QString::fromUtf8(one.patient));
        QCOMPARE(read[u"charset"_s].toString(), u"ISO_IR 192"_s);
        QCOMPARE(read[u"study"_s].toString(), u"2.25.102"_s);
        QCOMPARE(read[u"device"_s].toString(), deviceUid(result));
        const QJsonArray groups = read[u"groups"_s].toArray();
        QCOMPARE(groups.size(), 3);
        for (int i = 0; i < 3; ++i) {
            const QJsonObject group = groups[i].toObject();
            const ClassResult& known = result.classes[static_cast<std::size_t>(i)];
            QVERIFY(std::abs(group[u"probability"_s].toDouble() / 100 - known.probability) < 1e-12);
            QCOMPARE(group[u"unit"_s].toString(), u"%"_s);
            QCOMPARE(group[u"finding"_s].toArray().first().toString(), known.code.value);
            QCOMPARE(group[u"image"_s].toString(), u"2.25.101"_s);
            if (known.regions.empty())
                continue;
            const QJsonArray points = group[u"points"_s].toArray();
            const auto& outline = known.regions.front().points;
            QCOMPARE(static_cast<std::size_t>(points.size()), 2 * outline.size() + 2);
            for (std::size_t p = 0; p < outline.size(); ++p) {
                const auto at = static_cast<qsizetype>(2 * p);
                QVERIFY(std::abs(points[at].toDouble() - outline[p].x * one.film.columns) < 0.01);
                QVERIFY(std::abs(points[at + 1].toDouble() - outline[p].y * one.film.rows) < 0.01);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestValidators)
#include "test_validators.moc"
