// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"
#include "tests/support/patience.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/tag_tree_model.h"
#include "ui/viewer/tags_panel.h"
#include "ui/widgets/english_plurals.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTreeView>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString sample(const char* name)
{
    return QStringLiteral(CCAD_SOURCE_DIR "/resources/samples/") + QLatin1String(name);
}

/// Two elements, and a sequence of two items that hold one element each.
TagTree smallTree()
{
    const auto node = [](quint32 tag, const char* name, const char* value) {
        TagNode made;
        made.tag = tag;
        made.vr = u"LO"_s;
        made.name = QLatin1String(name);
        made.value = QLatin1String(value);
        return made;
    };
    TagNode patient = node(0x00100010, "Patient's Name", "Doe^Jane");
    patient.identifiesPatient = true;
    TagNode rows = node(0x00280010, "Rows", "512");
    rows.use = unsigned(TagUse::Display) | unsigned(TagUse::Prediction);
    TagNode views = node(0x00540220, "View Code Sequence", "");
    for (const char* meaning : {"frontal", "oblique"}) {
        TagNode item = node(0xFFFEE000, "Item", "");
        item.children.push_back(node(0x00080104, "Code Meaning", meaning));
        views.children.push_back(item);
    }
    TagTree tree;
    tree.nodes = {patient, rows, views};
    return tree;
}

QStringList names(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, TagTreeModel::Name, parent);
        all << index.data().toString() << names(model, index.siblingAtColumn(0));
    }
    return all;
}

} // namespace

class TestTagsPanel final : public QObject
{
    Q_OBJECT

    EnglishPlurals m_plurals;
    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<TagsPanel> m_panel;

    [[nodiscard]] QModelIndex find(const QString& name) const
    {
        const auto* model = m_panel->tree().model();
        const auto found = model->match(model->index(0, TagTreeModel::Name), Qt::DisplayRole, name,
                                        1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.front();
    }

    [[nodiscard]] QString valueOf(const QString& name) const
    {
        return find(name).siblingAtColumn(TagTreeModel::Value).data().toString();
    }

    void read(const QString& path)
    {
        m_panel->setFile(path, u"Study 7"_s);
        QTRY_VERIFY(!m_panel->isReading());
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void init()
    {
        QFile::remove(m_folder.filePath(u"settings.ini"_s));
        m_settings = std::make_unique<Settings>(m_folder.filePath(u"settings.ini"_s));
        m_panel = std::make_unique<TagsPanel>(*m_settings);
        m_panel->resize(900, 300);
        m_panel->show();
    }

    void modelsAreSound()
    {
        TagTreeModel model;
        const QAbstractItemModelTester tester(&model);
        TagFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester filterTester(&filter);
        model.setTree(smallTree());
        QCOMPARE(model.nodeCount(), 7);
        filter.setText(u"oblique"_s);
        QCOMPARE(filter.rowCount(), 1);
        filter.setText({});
        QCOMPARE(filter.rowCount(), 3);
        model.setTextHidden(true);
        model.setTree({});
        QCOMPARE(filter.rowCount(), 0);
    }

    void filterKeepsWhatLiesAboveAndBelow_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("matches");
        QTest::addColumn<QStringList>("kept");
        const QString views = u"View Code Sequence"_s;
        const QString item = u"Item"_s;
        const QString meaning = u"Code Meaning"_s;
        QTest::newRow("a value") << "OBLIQUE" << 1 << QStringList{views, item, meaning};
        QTest::newRow("a sequence")
            << "view code" << 1 << QStringList{views, item, meaning, item, meaning};
        QTest::newRow("a tag") << "(0028,0010)" << 1 << QStringList{u"Rows"_s};
        QTest::newRow("digits") << "00280010" << 1 << QStringList{u"Rows"_s};
        QTest::newRow("a use") << "prediction" << 1 << QStringList{u"Rows"_s};
        QTest::newRow("nothing") << "xyz" << 0 << QStringList();
    }

    void filterKeepsWhatLiesAboveAndBelow()
    {
        QFETCH(QString, text);
        TagTreeModel model;
        TagFilter filter;
        filter.setSourceModel(&model);
        model.setTree(smallTree());
        filter.setText(text);
        QTEST(filter.matches(), "matches");
        QTEST(names(filter), "kept");
    }

    void marksInWordsAndByIcon()
    {
        TagTreeModel model;
        model.setTree(smallTree());
        const QModelIndex used = model.index(1, TagTreeModel::Use);
        QCOMPARE(used.data().toString(), u"Display, prediction"_s);
        QVERIFY(!used.data(Qt::DecorationRole).isNull());
        QVERIFY(used.data(Qt::ToolTipRole).toString().contains(u"network"_s));
        QVERIFY(model.index(0, TagTreeModel::Use).data(Qt::DecorationRole).isNull());
    }

    void readsTheFileOnAWorker()
    {
        m_panel->setFile(sample("phantom.dcm"));
        QVERIFY(m_panel->isReading());
        QCOMPARE(m_panel->statusText(), u"Reading…"_s);
        QTRY_VERIFY(!m_panel->isReading());
        QCOMPARE(valueOf(u"Photometric Interpretation"_s), u"MONOCHROME1"_s);
        QVERIFY(m_panel->statusText().endsWith(u" elements"_s));
        m_panel->setFile({});
        QCOMPARE(m_panel->tree().model()->rowCount(), 0);
        QCOMPARE(m_panel->statusText(), u"No study is open."_s);
    }

    void theNewestFileWins()
    {
        m_panel->setFile(sample("phantom.dcm"));
        m_panel->setFile(sample("average-covid.dcm"));
        QTRY_VERIFY(!m_panel->isReading());
        const auto expected = readTagTree(sample("average-covid.dcm"));
        QVERIFY(expected);
        QCOMPARE(m_panel->tree().model()->rowCount(), int(expected->nodes.size()));
        for (const TagNode& node : expected->nodes)
            if (node.tag == 0x00080018)
                QCOMPARE(valueOf(u"SOP Instance UID"_s), node.value);
    }

    void hiddenPanelsReadNothing()
    {
        m_panel->hide();
        m_panel->setFile(sample("phantom.dcm"));
        QVERIFY(!m_panel->isReading());
        m_panel->show();
        QVERIFY(m_panel->isReading());
        QTRY_VERIFY(find(u"Rows"_s).isValid());
    }

    void searchUnfoldsAndTheStatusCounts()
    {
        read(sample("phantom.dcm"));
        QTest::keyClicks(&m_panel->search(), u"window cent"_s);
        QVERIFY(m_panel->tree().model()->rowCount() > 0);
        QVERIFY(find(u"Window Center"_s).isValid());
        QVERIFY(m_panel->statusText().contains(u" found"_s));
        QTest::keyClick(&m_panel->search(), Qt::Key_Escape);
        QVERIFY(m_panel->search().text().isEmpty());
        QVERIFY(find(u"Rows"_s).isValid());
    }

    void copiesTheRow()
    {
        read(sample("phantom.dcm"));
        const QModelIndex rows = find(u"Rows"_s);
        m_panel->tree().setCurrentIndex(rows);
        QGuiApplication::clipboard()->clear();
        QTest::keySequence(&m_panel->tree(), QKeySequence::Copy);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY2(text.startsWith(u"(0028,0010)\tRows\tUS\t"_s), qPrintable(text));
        QVERIFY(text.endsWith(u"\tDisplay, prediction"_s));
        // Tags may name the patient, so that managers of clipboards are asked to keep nothing.
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s),
                 QByteArray("secret"));
    }

    void keysLeadFromSearchToTree()
    {
        read(sample("phantom.dcm"));
        m_panel->activateWindow();
        m_panel->focusSearch();
        QTest::keyClick(&m_panel->search(), Qt::Key_Down);
        QTRY_VERIFY(m_panel->tree().hasFocus());
        const QModelIndex before = m_panel->tree().currentIndex();
        QVERIFY(before.isValid());
        QTest::keyClick(&m_panel->tree(), Qt::Key_Down);
        QCOMPARE(m_panel->tree().currentIndex().row(), before.row() + 1);
    }

    void patientTextCanBeHidden()
    {
        read(sample("phantom.dcm"));
        const QString name = valueOf(u"Patient's Name"_s);
        QVERIFY(!name.isEmpty());
        m_settings->setValue(Setting::HidePatientText, true);
        QCOMPARE(valueOf(u"Patient's Name"_s), u"(hidden)"_s);
        QCOMPARE(valueOf(u"Modality"_s).isEmpty(), false);
        // Nor can it be found, or copied.
        m_panel->search().setText(name);
        QCOMPARE(m_panel->tree().model()->rowCount(), 0);
        m_settings->setValue(Setting::HidePatientText, false);
        QVERIFY(m_panel->tree().model()->rowCount() > 0);
    }

    void whatHasNoTagsSaysWhy()
    {
        const QString path = m_folder.filePath(u"Doe_Jane.png"_s);
        QImage image(8, 8, QImage::Format_Grayscale8);
        image.fill(7);
        QVERIFY(image.save(path));
        read(path);
        QCOMPARE(m_panel->tree().model()->rowCount(), 0);
        QCOMPARE(m_panel->statusText(),
                 u"Cannot read Doe_Jane.png: it is a PNG "
                 "picture, which has no DICOM tags."_s);
        m_settings->setValue(Setting::HidePatientText, true);
        QCOMPARE(m_panel->statusText(),
                 u"Cannot read Study 7: it is a PNG "
                 "picture, which has no DICOM tags."_s);
    }
};

QTEST_MAIN(TestTagsPanel)
#include "test_tags_panel.moc"
