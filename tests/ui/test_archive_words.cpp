// SPDX-License-Identifier: GPL-3.0-or-later
// What the Archive place asks and says, without an archive.
#include "ui/archive/internal/archive_runs.h"
#include "ui/archive/internal/archive_words.h"
#include "ui/archive/internal/node_dialog.h"
#include "ui/archive/internal/query_words.h"
#include "ui/archive/internal/study_tree_model.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QDate today(2026, 3, 2);

QueryMatch study(const QString& name, const QString& uid, const QString& images)
{
    QueryMatch match;
    match.values = {{attribute::patientName, name},
                    {attribute::patientId, u"P-1"_s},
                    {attribute::studyDate, u"20260131"_s},
                    {attribute::accessionNumber, u"A1"_s},
                    {attribute::studyDescription, u"Doe's chest"_s},
                    {attribute::modalitiesInStudy, u"CR\\SR"_s},
                    {attribute::imagesInStudy, images},
                    {attribute::studyUid, uid}};
    return match;
}

QueryMatch series(const QString& uid)
{
    QueryMatch match;
    match.values = {{attribute::seriesUid, uid},
                    {attribute::seriesNumber, u"3"_s},
                    {attribute::seriesDescription, u"Doe, lying"_s},
                    {attribute::modality, u"CR"_s}};
    return match;
}

QString textOf(const QAbstractItemModel& model, const QModelIndex& row, FoundColumn column)
{
    return row.siblingAtColumn(int(column)).data().toString()
        + (row.model() == &model ? u""_s : u"?"_s);
}

Node archive()
{
    Node node;
    node.name = u"pacs"_s;
    node.host = u"10.0.0.7"_s;
    node.port = 11112;
    node.calledAet = "PACS";
    return node;
}

} // namespace

class TestArchiveWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedBecomesAQuery()
    {
        AskedStudies asked;
        asked.patientName = u" Doe,  Jane "_s;
        asked.patientId = u"P-17"_s;
        asked.description = u"chest"_s;
        asked.days = AskedDays::LastWeek;
        const auto queries = queriesOf(asked, today);
        QVERIFY(queries.hasValue());
        QCOMPARE(queries->size(), std::size_t{1});
        const auto& keys = queries->front().keys;
        QCOMPARE(keys.at(attribute::patientName), u"Doe^Jane*"_s);
        QCOMPARE(keys.at(attribute::patientId), u"P-17"_s);
        QCOMPARE(keys.at(attribute::studyDescription), u"*chest*"_s);
        QCOMPARE(keys.at(attribute::studyDate), u"20260224-20260302"_s);
        QCOMPARE(keys.at(attribute::accessionNumber), QString());
    }

    void eachModalityIsAQuery()
    {
        AskedStudies asked;
        asked.days = AskedDays::Today;
        asked.modalities = {u"CR"_s, u"DX"_s};
        const auto queries = queriesOf(asked, today);
        QVERIFY(queries.hasValue());
        QCOMPARE(queries->size(), std::size_t{2});
        QCOMPARE(queries->at(0).keys.at(attribute::modalitiesInStudy), u"CR"_s);
        QCOMPARE(queries->at(1).keys.at(attribute::modalitiesInStudy), u"DX"_s);
        QCOMPARE(queries->at(1).keys.at(attribute::studyDate), u"20260302"_s);
    }

    void whatIsNoKeyIsSaid()
    {
        AskedStudies asked;
        asked.patientId = u"a\tb"_s;
        QVERIFY(!queriesOf(asked, today));
        QVERIFY(!objectsOf(u"../x"_s));
        QVERIFY(!seriesOf(QString()));
    }

    void studiesOpenToTheirSeries()
    {
        StudyTreeModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setStudies(
            {study(u"Roe^Ann"_s, u"1.1"_s, u"10"_s), study(u"doe^Jane"_s, u"1.2"_s, u"9"_s)});
        const QModelIndex first = model.index(0, 0);
        QVERIFY(model.hasChildren(first));
        QVERIFY(!model.hasSeries(first));
        model.setSeries(u"1.1"_s, {series(u"1.1.1"_s)});
        QVERIFY(model.hasSeries(first));
        QCOMPARE(model.rowCount(first), 1);
        QCOMPARE(model.studyUid(model.index(0, 0, first)), u"1.1"_s);
        QCOMPARE(model.seriesUid(model.index(0, 0, first)), u"1.1.1"_s);
        QCOMPARE(textOf(model, first, FoundColumn::Patient), u"Roe, Ann"_s);
        QCOMPARE(textOf(model, first, FoundColumn::Date), u"2026-01-31"_s);
        QCOMPARE(textOf(model, first, FoundColumn::Modality), u"CR, SR"_s);
        // A study without series has nothing to open.
        model.setSeries(u"1.2"_s, {});
        QVERIFY(!model.hasChildren(model.index(1, 0)));
    }

    void rowsAreSortedAsPeopleCount()
    {
        StudyTreeModel model;
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(StudyTreeModel::sortRole);
        model.setStudies(
            {study(u"Roe^Ann"_s, u"1.1"_s, u"10"_s), study(u"doe^Jane"_s, u"1.2"_s, u"9"_s)});
        sorted.sort(int(FoundColumn::Images));
        QCOMPARE(sorted.index(0, int(FoundColumn::Images)).data().toString(), u"9"_s);
        sorted.sort(int(FoundColumn::Patient));
        QCOMPARE(sorted.index(0, 0).data().toString(), u"doe, Jane"_s);
    }

    void hiddenRowsTellNobody()
    {
        StudyTreeModel model;
        model.setStudies({study(u"Doe^Jane"_s, u"1.1"_s, u"10"_s)});
        const QModelIndex first = model.index(0, 0);
        model.setSeries(u"1.1"_s, {series(u"1.1.1"_s)});
        model.setTextHidden(true);
        for (const QModelIndex& row : {first, model.index(0, 0, first)})
            for (int column = 0; column < foundColumns; ++column)
                for (const int role : {int(Qt::DisplayRole), int(Qt::AccessibleTextRole),
                                       int(Qt::ToolTipRole), StudyTreeModel::sortRole})
                    for (const char* secret : {"Doe", "P-1", "2026", "A1"})
                        QVERIFY(!row.siblingAtColumn(column).data(role).toString().contains(
                            QLatin1String(secret), Qt::CaseInsensitive));
        QCOMPARE(textOf(model, first, FoundColumn::Patient), u"Study 1"_s);
        QCOMPARE(textOf(model, first, FoundColumn::Modality), u"CR, SR"_s);
        model.setTextHidden(false);
        QCOMPARE(textOf(model, first, FoundColumn::Patient), u"Doe, Jane"_s);
    }

    void failuresSayWhatToDo()
    {
        const QString away = echoText(
            archive(), Error{ErrorCode::NetworkFailed, u"10.0.0.7 does not answer."_s, {}});
        QVERIFY2(away.startsWith(u"pacs does not answer as it should. 10.0.0.7 does not answer."_s),
                 qPrintable(away));
        QVERIFY2(away.contains(u"Check that the archive runs at 10.0.0.7:11112"_s),
                 qPrintable(away));
        QVERIFY(echoText(archive(), {}).startsWith(u"pacs answers"_s));
    }

    void limitsAndLossesAreSaid()
    {
        QueryAnswer answer;
        answer.matches.resize(3);
        QCOMPARE(foundText(answer), u"Studies: 3"_s);
        answer.isCut = true;
        QVERIFY(
            foundText(answer).startsWith(u"There are more than 3 studies; narrow the query."_s));
        Retrieved retrieved;
        retrieved.files = {u"a"_s, u"b"_s};
        retrieved.failed = 1;
        retrieved.problems = {u"The disk is full."_s};
        QVERIFY(retrievedText(retrieved, u"pacs"_s).contains(u"The disk is full."_s));
        retrieved.stop = Error{ErrorCode::Cancelled, {}, {}};
        QVERIFY(retrievedText(retrieved, u"pacs"_s).startsWith(u"The retrieval was cancelled."_s));
        SentFile kept{u"/films/Doe.dcm"_s, {}, {}};
        SentFile refused{
            u"/films/Doe.dcm"_s, Error{ErrorCode::Refused, u"No: /films/Doe.dcm."_s, {}}, {}};
        QVERIFY(sentText({kept, refused}).contains(u"1 of 2. Refused: 1."_s));
        QCOMPARE(refusedLines({kept, refused}, false).size(), 1);
        QVERIFY(refusedLines({kept, refused}, false).first().startsWith(u"Doe.dcm: No"_s));
        QVERIFY(!refusedLines({kept, refused}, true).first().contains(u"Doe"_s));
    }

    void theDialogGivesTheNodeBack()
    {
        Node web;
        web.name = u"web"_s;
        web.protocol = NodeProtocol::DicomWeb;
        web.url = u"https://pacs/dicom-web"_s;
        web.user = u"ccad"_s;
        web.asks = AskedSecret::Password;
        web.tls.isUsed = true;
        web.tls.pins = {QString(64, u'a')};
        Node tls = archive();
        tls.tls.isUsed = true;
        tls.tls.certificate = u"a.pem"_s;
        tls.tls.key = u"a.key"_s;
        tls.tls.authorities = u"ca.pem"_s;
        Node token = web;
        token.user.clear();
        token.asks = AskedSecret::None;
        token.tokenFile = u"/token"_s;
        for (const Node& node : {archive(), web, tls, token}) {
            const Node back = NodeDialog(node, {}).node();
            QCOMPARE(back.name, node.name);
            QCOMPARE(back.host, node.host);
            QCOMPARE(back.calledAet, node.calledAet);
            QCOMPARE(back.url, node.url);
            QCOMPARE(back.user, node.user);
            QCOMPARE(back.tokenFile, node.tokenFile);
            QVERIFY(back.protocol == node.protocol && back.asks == node.asks);
            QCOMPARE(back.tls.isUsed, node.tls.isUsed);
            QCOMPARE(back.tls.certificate, node.tls.certificate);
            QCOMPARE(back.tls.authorities, node.tls.authorities);
            QCOMPARE(back.tls.pins, node.tls.pins);
        }
    }

    void theDialogSaysWhatIsMissing()
    {
        NodeDialog dialog(archive(), {u"taken"_s});
        auto& keep = *dialog.findChild<QPushButton*>(u"keepNode"_s);
        auto& missing = *dialog.findChild<QLabel*>(u"nodeMissing"_s);
        QVERIFY(keep.isEnabled());
        dialog.findChild<QLineEdit*>(u"nodeCalled"_s)->setText(u"much longer than sixteen"_s);
        QVERIFY(!keep.isEnabled());
        QVERIFY(missing.text().contains(u"AE titles"_s));
        dialog.findChild<QLineEdit*>(u"nodeCalled"_s)->setText(u"PACS"_s);
        dialog.findChild<QLineEdit*>(u"nodeName"_s)->setText(u"taken"_s);
        QVERIFY(!keep.isEnabled());
        dialog.findChild<QLineEdit*>(u"nodeName"_s)->setText(u"free"_s);
        QVERIFY(keep.isEnabled());
        dialog.findChild<QComboBox*>(u"nodeProtocol"_s)->setCurrentIndex(1);
        QVERIFY(!keep.isEnabled()); // there is no URL
    }
};

QTEST_MAIN(TestArchiveWords)
#include "test_archive_words.moc"
