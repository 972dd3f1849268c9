// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"
#include "ui/widgets/place.h"

#include <QStringList>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace ccad {

class ArchiveQueries;
class MessageBar;
class NodeBar;
class NodeStore;
class QueryForm;
class RetrievalRun;
class SendingRun;
class Settings;
class StudyTreeModel;
class StudyTreeView;
class WorkStrip;
struct Retrieved;

enum class ArrivalTarget
{
    Review,
    Screening
};

/// What a retrieval brought.
struct Arrival
{
    ArrivalTarget target = ArrivalTarget::Review;
    QString folder; ///< CCAD's own, of this retrieval alone
    QStringList files; ///< all in it
    QString sentence; ///< what came, without patient text
};

/// Files that are to be sent.
struct SendOffer
{
    QStringList films;
    QStringList results; ///< objects that were saved of these films
};

/// The place of archives on the network: which there are, what they have, what is retrieved from
/// them and sent to them. What comes is told and shown nowhere by itself.
class ArchivePlace final : public Place
{
    Q_OBJECT
public:
    /// Settings must outlive the place.
    explicit ArchivePlace(Settings& settings, QWidget* parent = nullptr);
    ~ArchivePlace() override;

    [[nodiscard]] QString key() const override { return QStringLiteral("archive"); }
    [[nodiscard]] QString title() const override { return tr("Archive"); }
    void focus() override;
    [[nodiscard]] bool hasSearch() const override { return true; }
    void focusSearch() override;
    [[nodiscard]] bool isBusy() const override;
    void halt() override;

    /// Opens a window that asks to which node the files go.
    void offerToSend(const SendOffer& offer);
    /// For tests: other limits than those of the window.
    void setLimits(const NetworkLimits& limits);
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }

Q_SIGNALS:
    void arrived(const ccad::Arrival& arrival);

private:
    void makeLayout();
    QWidget* makeFoot();
    QWidget* makeEmptyPage();
    void connectQueries();
    void connectAnswers();
    void connectRuns();
    void applySettings();
    void search();
    void retrieve(ArrivalTarget target);
    void onRetrieved(const Retrieved& retrieved);
    void showNode();
    void showChosen();
    void showRetrieval();
    void showJob();
    void say(const QString& sentence);
    void complain(const QString& sentence);

    Settings& m_settings;
    NetworkLimits m_limits;
    NodeStore* m_store;
    NodeBar* m_bar;
    QueryForm* m_form;
    StudyTreeModel* m_model;
    StudyTreeView* m_view;
    ArchiveQueries* m_queries;
    RetrievalRun* m_retrieval;
    SendingRun* m_sending;
    MessageBar* m_messages;
    WorkStrip* m_queryStrip;
    WorkStrip* m_retrievalStrip;
    QStackedWidget* m_pages;
    QLabel* m_hint = nullptr; ///< of the empty page
    QLabel* m_count = nullptr;
    QPushButton* m_intoReview = nullptr;
    QPushButton* m_intoScreening = nullptr;
    ArrivalTarget m_target = ArrivalTarget::Review; ///< of the retrieval that runs
    QString m_from; ///< name of its node
};

} // namespace ccad
