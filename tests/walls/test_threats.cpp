// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QString& name)
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A source of tests, and the functions in it that a document names.
struct NamedTests
{
    QString file; ///< below tests/, without its ending
    QStringList functions;
};

/// What stands in backticks as "core/base/test_csv: oneFunction, another".
QList<NamedTests> namedTests(const QString& document)
{
    static const QRegularExpression form(u"`([a-z0-9_/]+/test_[a-z0-9_]+): ([A-Za-z0-9, ]+)`"_s);
    QList<NamedTests> tests;
    for (auto found = form.globalMatch(document); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        tests.append({match.captured(1), match.captured(2).split(u", "_s)});
    }
    return tests;
}

} // namespace

/// THREATS.md promises nothing that no test holds.
class TestThreats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTestIsThere()
    {
        const QList<NamedTests> tests = namedTests(textOf(u"THREATS.md"_s));
        QVERIFY2(tests.size() > 40, qPrintable(QString::number(tests.size())));
        for (const NamedTests& named : tests) {
            const QString source = textOf(u"tests/%1.cpp"_s.arg(named.file));
            QVERIFY2(!source.isEmpty(), qPrintable(named.file));
            for (const QString& function : named.functions)
                QVERIFY2(source.contains(u"void %1()"_s.arg(function)),
                         qPrintable(named.file + u": "_s + function));
        }
    }

    void everyPromiseHasATest()
    {
        // Rows of the tables with three columns.
        static const QRegularExpression row(u"^\\|[^|]+\\|[^|]+\\|([^|]+)\\|$"_s,
                                            QRegularExpression::MultilineOption);
        const QString document = textOf(u"THREATS.md"_s);
        const qsizetype begin = document.indexOf(u"## Borders"_s);
        const qsizetype end = document.indexOf(u"## What is not promised"_s);
        QVERIFY(begin > 0 && end > begin);
        int promises = 0;
        for (auto found = row.globalMatch(document.mid(begin, end - begin)); found.hasNext();) {
            const QString tests = found.next().captured(1);
            if (tests == u" test "_s || tests == u"---"_s)
                continue;
            QVERIFY2(tests.contains(u'`'), qPrintable(tests));
            ++promises;
        }
        QVERIFY2(promises > 25, qPrintable(QString::number(promises)));
    }

    void aTestThatIsNotThereIsSeen()
    {
        const auto tests = namedTests(u"`core/base/test_csv: one, two`, `hardening/x.sh`"_s);
        QCOMPARE(tests.size(), 1);
        QCOMPARE(tests.first().file, u"core/base/test_csv"_s);
        QCOMPARE(tests.first().functions, QStringList({u"one"_s, u"two"_s}));
    }
};

QTEST_GUILESS_MAIN(TestThreats)
#include "test_threats.moc"
