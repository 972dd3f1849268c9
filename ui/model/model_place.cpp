// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_place.h"

#include "core/base/files.h"
#include "core/package/package_export.h"
#include "ui/model/internal/audit_colour.h"
#include "ui/model/internal/audit_window.h"
#include "ui/model/internal/calibration_window.h"
#include "ui/model/internal/export_dialog.h"
#include "ui/model/internal/package_delegate.h"
#include "ui/model/model_library.h"
#include "ui/model/replace_question.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QMessageBox>
#include <QScrollBar>
#include <QSplitter>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 largestCard = qint64{4} << 20;
constexpr int lateMs = 200;

struct Listing
{
    std::vector<InstalledModel> packages;
    QString active; ///< without links
};

} // namespace

ModelPlace::ModelPlace(ModelLibrary& models, Settings& settings, QWidget* parent)
    : Place(parent), m_models(models), m_settings(settings), m_messages(new MessageBar(this)),
      m_list(new QListView(this)), m_title(makeTextLabel({}, "title", this)),
      m_test(makeTextLabel({}, "text", this)), m_outside(makeTextLabel({}, "text", this)),
      m_auditColour(new SentenceList(tr("Shortcut audit"), this)), m_card(new MarkdownView(this)),
      m_use(makeButton(tr("&Use This Model"), "check", this, "useSelected")),
      m_rollBack(makeButton(tr("Roll &Back"), "roll-back", this, "rollBack")),
      m_results(makeButton(tr("Open &Results"), "results", this, "openResults")),
      m_audit(makeButton(tr("&Audit…"), "warning", this)),
      m_calibrate(makeButton(tr("Ca&librate…"), "length", this)),
      m_export(makeButton(tr("&Export…"), "save-image", this, "exportSelected")),
      m_remove(makeButton(tr("Re&move…"), "close", this, "removeSelected"))
{
    setAccessibleName(tr("Model"));
    setFocusProxy(m_list);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setAccessibleName(tr("Model"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeList());
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({360, 840});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(splitter, 1);
    m_cardIsLate.setSingleShot(true);
    m_cardIsLate.setInterval(lateMs);
    connect(&m_cardIsLate, &QTimer::timeout, this, [this] {
        m_cardFolder.clear();
        m_card->setPlainText(tr("The model card is being read…"));
    });
    connectButtons();
    list();
}

QWidget* ModelPlace::makeList()
{
    auto* panel = new QWidget(this);
    panel->setAccessibleName(tr("Models"));
    panel->setAutoFillBackground(true);
    m_list->setModel(&m_packages);
    m_list->setItemDelegate(new PackageDelegate(m_list));
    m_list->setAccessibleName(tr("Models on this computer"));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* header = new QHBoxLayout;
    header->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::small);
    header->addWidget(makeTextLabel(tr("Models on this computer"), "heading", panel));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    foot->addWidget(m_rollBack);
    foot->addStretch(1);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_list, 1);
    layout->addLayout(foot);
    panel->setMinimumWidth(280);
    return panel;
}

QWidget* ModelPlace::makeDetails()
{
    auto* details = new QWidget(this);
    details->setAccessibleName(tr("The chosen model"));
    m_card->setAccessibleName(tr("Model card"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::medium);
    for (QPushButton* button : {m_use, m_results, m_audit, m_calibrate, m_export, m_remove})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(details);
    layout->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::large);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_test);
    layout->addWidget(m_outside);
    layout->addWidget(m_auditColour);
    layout->addLayout(buttons);
    layout->addWidget(m_card, 1);
    return details;
}

void ModelPlace::connectButtons()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ModelPlace::showSelected);
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const InstalledModel* model = selected())
            m_models.use(QString(model->folder));
    });
    connect(m_rollBack, &QPushButton::clicked, this, [this] {
        m_wanted = m_models.previousFolder();
        m_models.rollBack();
    });
    connect(m_results, &QPushButton::clicked, this, [this] {
        if (const InstalledModel* model = selected())
            Q_EMIT resultsRequested(model->folder);
    });
    connect(m_audit, &QPushButton::clicked, this, &ModelPlace::auditSelected);
    connect(m_calibrate, &QPushButton::clicked, this, &ModelPlace::calibrateSelected);
    connect(m_export, &QPushButton::clicked, this, &ModelPlace::askToExport);
    connect(m_remove, &QPushButton::clicked, this, &ModelPlace::askToRemove);
    connect(&m_models, &ModelLibrary::changed, this, &ModelPlace::list);
    connect(&m_models, &ModelLibrary::removeFailed, this, [this](const QString& sentence) {
        m_messages->show(MessageBar::Severity::Error, sentence);
    });
}

void ModelPlace::showEvent(QShowEvent*)
{
    list(); // packages may have been copied there meanwhile
}

void ModelPlace::select(const QString& folder)
{
    const int row = m_packages.rowOf(folder);
    if (row >= 0)
        m_list->setCurrentIndex(m_packages.index(row));
    else
        m_wanted = folder;
}

void ModelPlace::list()
{
    m_listing.start(
        [known = m_models.knownFolders(), active = m_models.activeFolder(),
         previous = m_models.previousFolder()](const CancelToken&) {
            return Listing{installedModels(known + QStringList{active, previous}),
                           canonicalFolder(active)};
        },
        [this](const Listing& listing) {
            const InstalledModel* before = selected();
            if (m_wanted.isEmpty())
                m_wanted = before ? before->folder : m_models.activeFolder();
            m_active = listing.active;
            m_packages.setPackages(listing.packages, m_active);
            const int row = std::max(0, m_packages.rowOf(m_wanted));
            m_wanted.clear();
            m_list->setCurrentIndex(m_packages.index(row));
            showSelected();
            m_isListed = true;
            if (std::exchange(m_wantsCalibration, false))
                calibrateSelected();
        });
}

const InstalledModel* ModelPlace::selected() const
{
    return m_packages.package(m_list->currentIndex().row());
}

void ModelPlace::showSelected()
{
    const InstalledModel* model = selected();
    const bool usable = model && model->manifest;
    const bool isActive = model && model->canonical == m_active;
    m_use->setEnabled(usable && !isActive);
    m_audit->setEnabled(usable);
    m_calibrate->setEnabled(usable);
    m_export->setEnabled(usable);
    m_auditColour->setVisible(usable);
    m_results->setEnabled(usable && model->hasResults);
    m_results->setToolTip(usable && !model->hasResults
                              ? tr("The package records no single predictions.")
                              : QString());
    m_remove->setEnabled(model && !isActive && !model->shipped);
    m_remove->setToolTip(isActive                      ? tr("The active model cannot be removed.")
                             : model && model->shipped ? tr("It came with CCAD.")
                                                       : QString());
    const QString previous = m_models.previousFolder();
    const int previousRow = m_packages.rowOf(previous);
    m_rollBack->setVisible(!previous.isEmpty() && previousRow >= 0);
    const QString previousName = m_packages.index(std::max(0, previousRow)).data().toString();
    m_rollBack->setText(tr("Roll &Back to %1").arg(withoutKeys(previousName)));
    m_rollBack->setAccessibleName(tr("Roll Back to %1").arg(previousName));
    m_rollBack->setToolTip(previous);
    if (!model)
        return;
    setPlainText(m_title,
                 usable ? tr("%1 %2").arg(model->manifest->name, model->manifest->version)
                        : QFileInfo(model->folder).fileName());
    setPlainText(m_test, usable ? testSentence(*model->manifest) : model->problem);
    setPlainText(m_outside, usable ? outsideSentence(*model->manifest) : QString());
    if (usable)
        showAuditColour(*m_auditColour, model->manifest->audit);
    showCard(model->folder);
}

void ModelPlace::showCard(const QString& folder)
{
    if (folder != m_cardFolder && !m_cardIsLate.isActive())
        m_cardIsLate.start();
    m_reading.start([file = folder + u"/MODEL_CARD.md"_s](
                        const CancelToken&) { return readFile(file, largestCard); },
                    [this, folder](const Result<QByteArray>& card) {
                        m_cardIsLate.stop();
                        QScrollBar* bar = m_card->verticalScrollBar();
                        const int position = folder == m_cardFolder ? bar->value() : 0;
                        m_cardFolder = folder;
                        if (card)
                            m_card->showMarkdown(QString::fromUtf8(*card));
                        else
                            m_card->setPlainText(card.error().message);
                        bar->setValue(position);
                    });
}

void ModelPlace::askToRemove()
{
    const InstalledModel* model = selected();
    if (!model)
        return;
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Remove a Model"),
        tr("Move the model %1 to the wastebasket?")
            .arg(m_packages.data(m_list->currentIndex(), Qt::DisplayRole).toString()),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(model->folder);
    auto* remove = box->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
    connect(remove, &QAbstractButton::clicked, this, &ModelPlace::removeSelected);
    box->open();
}

void ModelPlace::removeSelected()
{
    const InstalledModel* model = selected();
    if (!model)
        return;
    m_wanted = m_models.activeFolder();
    m_messages->hide();
    m_models.remove(model->folder);
}

AuditWindow* ModelPlace::auditSelected()
{
    const InstalledModel* model = selected();
    if (!model || !model->manifest)
        return nullptr;
    auto* window = new AuditWindow(m_settings, *model, this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &AuditWindow::recorded, this, &ModelPlace::list);
    window->show();
    return window;
}

CalibrationWindow* ModelPlace::calibrateSelected()
{
    const InstalledModel* model = selected();
    if (!model || !model->manifest) {
        m_messages->show(MessageBar::Severity::Error,
                         tr("Choose a model that can be used, to calibrate it."));
        return nullptr;
    }
    auto* window = new CalibrationWindow(m_settings, *model, this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &CalibrationWindow::saved, this, [this](const QString& folder) {
        m_wanted = folder;
        m_models.remember(folder);
    });
    connect(window, &CalibrationWindow::useRequested, &m_models, &ModelLibrary::use);
    window->show();
    return window;
}

void ModelPlace::calibrateWhenListed()
{
    if (m_isListed)
        calibrateSelected();
    else
        m_wantsCalibration = true;
}

void ModelPlace::askToExport()
{
    const InstalledModel* model = selected();
    if (!model || !model->manifest)
        return;
    auto* dialog = new ExportDialog(*model, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::chosen, this, &ModelPlace::exportSelected);
    dialog->open();
}

void ModelPlace::exportSelected(const QString& target, const QString& acknowledgement)
{
    const InstalledModel* model = selected();
    if (!model)
        return;
    exportTo(model->folder, target, acknowledgement, Existing::Keep);
}

void ModelPlace::exportTo(const QString& folder, const QString& target,
                          const QString& acknowledgement, Existing existing)
{
    m_exporting.start(
        [folder, target, acknowledgement, existing] {
            return exportModelPackage(folder, target, acknowledgement, existing);
        },
        [this, folder, target, acknowledgement, existing](const Result<void>& done) {
            if (done)
                m_messages->show(MessageBar::Severity::Information,
                                 tr("The model was copied to %1.").arg(target));
            else if (existing == Existing::Keep && done.error().code == ErrorCode::AlreadyExists)
                askToReplace(*this, target, [this, folder, target, acknowledgement] {
                    exportTo(folder, target, acknowledgement, Existing::Replace);
                });
            else
                m_messages->show(MessageBar::Severity::Error, done.error().message);
        });
}

QString ModelPlace::cardText() const
{
    return m_card->toPlainText();
}

} // namespace ccad
