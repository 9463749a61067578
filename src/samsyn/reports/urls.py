"""Addresses of the reports pages."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("new/<slug:slug>/", views.report_new, name="new"),
    path("<int:pk>/", views.report_detail, name="detail"),
    path("<int:pk>/collect/", views.report_collect, name="collect"),
    path("<int:pk>/give-back/", views.report_give_back, name="give_back"),
    path("<int:pk>/approve/", views.report_approve, name="approve"),
    path("<int:pk>/sign/", views.report_sign, name="sign"),
    path("<int:pk>/step/<slug:name>/", views.report_step, name="step"),
    path("<int:pk>/discard/", views.report_discard, name="discard"),
    path("<int:pk>/publish/", views.report_publish, name="publish"),
    path("<int:pk>/since/", views.report_since, name="since"),
    path("<int:pk>/edition/", views.edition_make, name="edition_make"),
    path("<int:pk>/read/", views.report_read, name="read"),
    path("<int:pk>/pdf/", views.report_pdf, name="pdf"),
    path("<int:pk>/excel/", views.report_excel, name="excel"),
    path("<int:pk>/attach/", views.file_attach, name="attach"),
    path("files/<int:pk>/", views.file_get, name="file"),
    path("files/<int:pk>/remove/", views.file_remove, name="file_remove"),
    path("editions/<int:pk>/", views.edition_progress, name="edition_progress"),
    path("blocks/<int:pk>/", views.block_write, name="write"),
    path("blocks/<int:pk>/autosave/", views.block_autosave, name="autosave"),
    path("blocks/<int:pk>/preview/", views.block_preview, name="preview"),
    path("blocks/<int:pk>/enter/", views.block_enter, name="enter"),
    path("blocks/<int:pk>/sums/", views.block_sums, name="sums"),
    path("blocks/<int:pk>/add/", views.block_add, name="add"),
    path("blocks/<int:pk>/add-figures/", views.figures_add, name="add_figures"),
    path("blocks/<int:pk>/figures/", views.figures_choose, name="choose_figures"),
    path("blocks/<int:pk>/move/", views.block_move, name="move"),
    path("blocks/<int:pk>/remove/", views.block_remove, name="remove"),
    path("seal/", views.seal_check, name="seal"),
    path("published/", views.published_list, name="published"),
    path("published/<int:pk>/", views.published_read, name="published_read"),
    path("published/<int:pk>/pdf/", views.published_pdf, name="published_pdf"),
    path("published/<int:pk>/files/<int:number>/", views.published_file, name="published_file"),
]
