// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/relabels.h"
#include "tests/core/dataset/picture_files.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestRelabels : public QObject
{
    Q_OBJECT

    const test::PictureFiles m_files;

    QString labelOf(const QString& file, const QString& path) const
    {
        const auto dataset = readDataset(path);
        for (const DatasetItem& item : dataset->items)
            if (item.file == m_files.path(file))
                return dataset->classes[item.label];
        return {};
    }

private Q_SLOTS:
    void init()
    {
        for (const char* name : {"a/1.png", "a/2.png", "b/3.png", "b, mild/4.png"})
            m_files.write(QString::fromLatin1(name), "x");
        QFile::remove(m_files.path("ccad-labels.csv"));
    }

    void correctionsAreKeptAndApplied()
    {
        auto relabels = Relabels::load(m_files.path());
        QVERIFY(relabels.hasValue());
        QCOMPARE(relabels->count(), 0);
        relabels->set(m_files.path("a/1.png"), u"b, mild"_s);
        QVERIFY(relabels->save().hasValue());
        QCOMPARE(labelOf("a/1.png", m_files.path()), u"b, mild"_s);
        QCOMPARE(labelOf("a/2.png", m_files.path()), u"a"_s);
        QCOMPARE(readDataset(m_files.path())->items.size(), std::size_t{4}); // the CSV is no image

        const auto again = Relabels::load(m_files.path());
        QCOMPARE(again->labelOf(m_files.path("a/1.png")), u"b, mild"_s);
        QCOMPARE(again->labelOf(m_files.path("a/2.png")), QString());
    }

    void aCorrectionCanBeTakenBack()
    {
        auto relabels = Relabels::load(m_files.path());
        relabels->set(m_files.path("a/1.png"), u"b"_s);
        relabels->set(m_files.path("a/1.png"), QString());
        QCOMPARE(relabels->count(), 0);
        QVERIFY(relabels->save().hasValue());
        QCOMPARE(labelOf("a/1.png", m_files.path()), u"a"_s);
    }

    void manifestsAreCorrectedToo()
    {
        const QString manifest = m_files.write(u"list.csv"_s, "file,label\na/1.png,a\nb/3.png,b\n");
        auto relabels = Relabels::load(manifest);
        relabels->set(m_files.path("b/3.png"), u"a"_s);
        relabels->set(m_files.path("a/1.png"), u"b"_s);
        QVERIFY(relabels->save().hasValue());
        QCOMPARE(labelOf("b/3.png", manifest), u"a"_s);
        // A filter goes by what is right, not by what is written.
        DatasetQuery query;
        query.filters = {{u"label"_s, {u"b"_s}}};
        query.oneClassIsEnough = true;
        const auto dataset = readDataset(manifest, query);
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->items.front().file, m_files.path("a/1.png"));
    }

    void aBrokenFileIsNamed()
    {
        m_files.write(u"ccad-labels.csv"_s, "file,class\na/1.png,b\n");
        const auto dataset = readDataset(m_files.path());
        QVERIFY(!dataset.hasValue());
        QCOMPARE(dataset.error().code, ErrorCode::FileBroken);
        QVERIFY(dataset.error().message.contains(u"ccad-labels.csv"));
        QVERIFY(dataset.error().message.contains(u"\"label\""));
    }

    void whatCannotBeSavedIsSaid()
    {
        auto relabels = Relabels::load(m_files.path("a/1.png/none/m.csv"));
        QVERIFY(relabels.hasValue());
        relabels->set(m_files.path("a/1.png"), u"b"_s);
        const auto saved = relabels->save();
        QVERIFY(!saved.hasValue());
        QCOMPARE(saved.error().code, ErrorCode::WriteFailed);
    }
};

QTEST_GUILESS_MAIN(TestRelabels)
#include "test_relabels.moc"
