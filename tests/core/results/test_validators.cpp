// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/core/results/result_matrix.h"
#include "tests/support/patience.h"

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
    if (!process.waitForFinished(5 * patienceMs))
        return u"Error: %1 did not end"_s.arg(program);
    return QString::fromUtf8(process.readAll());
}

QStringList errorsIn(const QString& output)
{
    QStringList errors;
    for (const QString& line : output.split(u'\n'))
        if (line.contains(u"Error"_s))
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

    void validatorsFindNoErrors_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<bool>("reportsAlone");
        QTest::newRow("dciodvfy") << u"dciodvfy"_s << false;
        QTest::newRow("DicomSRValidator") << u"DicomSRValidator"_s << true;
    }
    void validatorsFindNoErrors()
    {
        QFETCH(QString, program);
        QFETCH(bool, reportsAlone);
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("The validator is not installed (Debian: dicom3tools, pixelmed-apps).");
        const QStringList files = reportsAlone ? m_reports : m_reports + m_others;
        for (const QString& file : files) {
            const QString output = outputOf(program, {file});
            QVERIFY2(!output.isEmpty(), "The validator says nothing.");
            const QStringList errors = errorsIn(output);
            QVERIFY2(errors.isEmpty(),
                     qPrintable(QFileInfo(file).fileName() + u'\n' + errors.join(u'\n')));
        }
    }

    /// A test that cannot fail shows nothing: a report without its evidence is found wrong.
    void validatorsFindErrors()
    {
        if (QStandardPaths::findExecutable(u"dciodvfy"_s).isEmpty())
            QSKIP("The validator is not installed (Debian: dicom3tools).");
        auto content = readFile(m_reports.front(), 1 << 24);
        QVERIFY(content);
        QVERIFY(content->contains("UNVERIFIED"));
        const QString path = m_folder.filePath(u"wrong.dcm"_s);
        QVERIFY(writeFileAtomically(path, content->replace("UNVERIFIED", "UNVERYFIED")));
        QVERIFY(!errorsIn(outputOf(u"dciodvfy"_s, {path})).isEmpty());
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
